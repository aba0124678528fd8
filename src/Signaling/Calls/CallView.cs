using Signaling.Accounts;
using Signaling.Policy;

namespace Signaling.Calls;

/// <summary>A call as one device sees it: the <c>Call</c> of docs/protocol.md.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Direction">Whether the reader was called or called.</param>
/// <param name="Peer">The other side.</param>
/// <param name="Media">What it started with.</param>
/// <param name="Why">For the callee: the audience that admitted the caller.</param>
/// <param name="CreatedAt">The invitation.</param>
/// <param name="AnsweredAt">The accept.</param>
/// <param name="EndedAt">The end.</param>
/// <param name="ExpiresAt">When its state ends by itself.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="Self">What the reader's side sends.</param>
/// <param name="Remote">What the other side sends.</param>
internal sealed record CallView(
    string Id,
    CallState State,
    CallDirection Direction,
    Profile Peer,
    CallMedia Media,
    Audience? Why,
    DateTimeOffset CreatedAt,
    DateTimeOffset? AnsweredAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? ExpiresAt,
    CallReason? Reason,
    SelfMedia Self,
    RemoteMedia Remote)
{
    /// <summary>The call as a device sees it, or null when it is none of its business.</summary>
    public static CallView? For(Call call, DeviceKey device, CallTimes times)
    {
        if (device == call.CallerLeg.Device)
        {
            return ForCaller(call, times);
        }

        return call.FindCalleeLeg(device) is { } leg ? ForCallee(call, leg, times) : null;
    }

    private static CallView ForCaller(Call call, CallTimes times) => new(
        call.Id,
        call.State,
        CallDirection.Outgoing,
        Peer: PeerOf(call.Callee, call.Ending?.Caller),
        call.Media,
        Why: null,
        call.CreatedAt,
        call.AnsweredAt,
        call.EndedAt,
        Expiry(call, times),
        call.Ending?.Caller,
        SelfMedia.Of(call.CallerLeg),
        // Which of the callee's devices are there is not the caller's business before one of them answers.
        call.AnsweredLeg is { } answered ? RemoteMedia.Of(answered) : RemoteMedia.None);

    private static CallView ForCallee(Call call, CallLeg leg, CallTimes times)
    {
        if (call.Answered is { } answered && answered != leg.Device)
        {
            return ForLoser(call);
        }

        CallReason? reason = call.Ending is { DeclinedOn: { } decliner } && decliner != leg.Device
            ? CallReason.DeclinedElsewhere
            : call.Ending?.Callee;
        return new(
            call.Id,
            call.State,
            CallDirection.Incoming,
            PeerOf(call.Caller, reason),
            call.Media,
            call.Why,
            call.CreatedAt,
            call.AnsweredAt,
            call.EndedAt,
            Expiry(call, times),
            reason,
            SelfMedia.Of(leg),
            RemoteMedia.Of(call.CallerLeg));
    }

    // For a device that rang while another answered, the call ended with that answer.
    private static CallView ForLoser(Call call) => new(
        call.Id,
        CallState.Ended,
        CallDirection.Incoming,
        call.Caller.Profile,
        call.Media,
        call.Why,
        call.CreatedAt,
        call.AnsweredAt,
        EndedAt: call.AnsweredAt,
        ExpiresAt: null,
        CallReason.AnsweredElsewhere,
        SelfMedia.None,
        RemoteMedia.None);

    private static Profile PeerOf(CallParty party, CallReason? reason) =>
        reason == CallReason.Blocked ? party.Profile with { Blocked = true } : party.Profile;

    // That a ringing caller has lost its session, and the call may end early, is not the callee's business.
    private static DateTimeOffset? Expiry(Call call, CallTimes times) =>
        call.State == CallState.Ringing ? call.CreatedAt + times.Ring : CallMachine.Deadline(call, times);
}
