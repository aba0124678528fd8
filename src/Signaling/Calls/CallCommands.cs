using Signaling.Calls.Wire;
using Signaling.Policy;
using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>What devices ask of calls that are there.</summary>
internal sealed class CallCommands(CallDispatcher dispatcher, PolicyGate policy)
{
    /// <summary>Accepts, after a last look whether the two may still talk.</summary>
    public async Task AcceptAsync(ICallClient client, string? requestId, CallAccept accept)
    {
        Call? call = null;
        await dispatcher.TellAsync((board, _) => call = board.Find(accept.CallId));
        if (call is not null && call.Involves(client.Device.Account))
        {
            await EndIfForbiddenAsync(call);
        }

        await CommandAsync(client, requestId, accept.CallId, new CallInput.Accept(client.Device, accept.Media));
    }

    /// <summary>Takes any other command; answers with <c>call.updated</c> or an error.</summary>
    public Task CommandAsync(ICallClient client, string? requestId, string callId, CallInput input) => dispatcher.RunAsync((board, now) =>
    {
        CommandOutcome outcome = board.IsCurrent(client.Device, client.SessionId)
            ? board.Command(client.Device, callId, input, now)
            : CommandOutcome.Refused(ErrorCode.Unauthenticated);
        return outcome.View is { } view
            ? () => client.Send(new CallUpdated(view) { RequestId = requestId })
            : () => client.Send(ErrorMessage.To(requestId, CallErrors.Of(outcome.Error!.Value)));
    });

    private async Task EndIfForbiddenAsync(Call call)
    {
        PairStanding standing = await policy.StandingAsync(call.Caller.Account, call.Callee.Account);
        CallInput? end = standing switch
        {
            { CalleeBlocks: true } => new CallInput.Block(call.Callee.Account),
            { CallerBlocks: true } => new CallInput.Block(call.Caller.Account),
            { BothActive: false } => new CallInput.EndByPolicy(),
            _ => null,
        };
        if (end is not null)
        {
            await dispatcher.TellAsync((board, now) => board.Happened(call.Id, end, now));
        }
    }
}
