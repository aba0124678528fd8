using Signaling.Accounts;
using Signaling.Calls.Wire;
using Signaling.Policy;
using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>The way from <c>call.invite</c> to a ringing call: switchboard, policy, switchboard.</summary>
internal sealed class CallInvitations(CallDispatcher dispatcher, PolicyGate policy, PolicyVersion version, AccountStore accounts)
{
    // Each repetition means that somebody was blocked or suspended within the millisecond of a query.
    private const int AttemptLimit = 16;

    /// <summary>Answers an invitation with <c>call.created</c> or an error.</summary>
    public async Task InviteAsync(ICallClient client, string? requestId, Invitation invitation)
    {
        InvitationOutcome outcome = await SubmitAsync(client, requestId, (board, now) => board.Consider(invitation, now));
        if (outcome is not InvitationOutcome.AskPolicy)
        {
            return;
        }

        TimeSpan wait = policy.CountAttempt(invitation.From.Account);
        for (int i = 0; i < AttemptLimit; i++)
        {
            PolicyDecision decision = await policy.DecideAsync(invitation.From.Account, invitation.To, wait);
            if (!decision.Verdict.IsAllowed)
            {
                client.Send(ErrorMessage.To(requestId, VerdictText.ToError(decision)));
                return;
            }

            (Profile? caller, Profile? callee) = await accounts.ProfilesOfPairAsync(invitation.From.Account, invitation.To);
            if (caller is null || callee is null)
            {
                // Deleted since the decision: the next one says so.
                continue;
            }

            var admission = new CallAdmission(decision.Verdict.Why!.Value, decision.Version, caller, callee);
            outcome = await SubmitAsync(client, requestId, (board, now) => board.Place(invitation, admission, version.Current, now));
            if (outcome is not InvitationOutcome.AskPolicyAgain)
            {
                return;
            }
        }

        client.Send(ErrorMessage.To(requestId, CallErrors.Of(ErrorCode.Internal)));
    }

    private async Task<InvitationOutcome> SubmitAsync(
        ICallClient client, string? requestId, Func<Switchboard, DateTimeOffset, InvitationOutcome> step)
    {
        InvitationOutcome? outcome = null;
        await dispatcher.RunAsync((board, now) =>
        {
            outcome = board.IsCurrent(client.Device, client.SessionId)
                ? step(board, now)
                : new InvitationOutcome.Refused(ErrorCode.Unauthenticated);
            return outcome switch
            {
                InvitationOutcome.Placed placed => () => client.Send(new CallCreated(placed.View) { RequestId = requestId }),
                InvitationOutcome.Refused refused => () => client.Send(ErrorMessage.To(requestId, CallErrors.Of(refused.Code))),
                _ => null,
            };
        });

        // None: the server stops, and the session is being closed.
        return outcome ?? new InvitationOutcome.Refused(ErrorCode.Internal);
    }
}
