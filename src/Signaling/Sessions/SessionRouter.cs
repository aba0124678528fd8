using System.Text.Json.Serialization.Metadata;
using Signaling.Calls;
using Signaling.Calls.Wire;
using Signaling.Sessions.Wire;
using Signaling.Tokens;
using Signaling.Wire;

namespace Signaling.Sessions;

/// <summary>Takes each message of a session to what answers it.</summary>
internal sealed class SessionRouter(
    CallInvitations invitations, CallCommands commands, MediaNegotiation negotiation, TokenValidator tokens, ILogger<SessionRouter> logger)
{
    private const int MaximumId = 64;

    /// <summary>Answers a message.</summary>
    public Task RouteAsync(Session session, ClientFrame frame) => frame.Type switch
    {
        "ping" => Answer(session, new Pong { RequestId = frame.RequestId }),
        "session.refresh" => Read(session, frame, WireJson.Default.SessionRefresh, refresh => RefreshAsync(session, frame.RequestId, refresh)),
        "call.invite" => Read(session, frame, WireJson.Default.CallInvite, invite => InviteAsync(session, frame.RequestId, invite)),
        "call.accept" => Read(session, frame, WireJson.Default.CallAccept, accept => commands.AcceptAsync(session, frame.RequestId, accept)),
        "call.decline" => Read(session, frame, WireJson.Default.CallById, call => commands.CommandAsync(
            session, frame.RequestId, call.CallId, new CallInput.Decline(session.Device))),
        "call.hangup" => Read(session, frame, WireJson.Default.CallById, call => commands.CommandAsync(
            session, frame.RequestId, call.CallId, new CallInput.HangUp(session.Device))),
        "call.media" => Read(session, frame, WireJson.Default.CallSetMedia, media => commands.CommandAsync(
            session, frame.RequestId, media.CallId, new CallInput.SetMedia(session.Device, media.Audio, media.Video))),
        "media.offer" => Read(session, frame, WireJson.Default.MediaOffer, offer => BeginOffer(session, frame.RequestId, offer)),
        "media.layout" => Read(session, frame, WireJson.Default.MediaLayout, layout => LayoutAsync(session, frame.RequestId, layout)),
        "media.received" => Read(session, frame, WireJson.Default.MediaReceived, received => ReceivedAsync(session, frame.RequestId, received)),
        "session.start" => Refuse(session, frame.RequestId, ErrorCode.Conflict, "The session has started already."),
        _ => Refuse(session, frame.RequestId, ErrorCode.UnknownType, "This server does not know messages of this type."),
    };

    private async Task RefreshAsync(Session session, string? requestId, SessionRefresh refresh)
    {
        TokenIdentity? identity = await tokens.ValidateAsync(refresh.Token);
        if (identity is null)
        {
            await Refuse(session, requestId, ErrorCode.Unauthenticated, "The token is invalid or has expired.");
        }
        else if (identity.Account != session.Device.Account)
        {
            await Refuse(session, requestId, ErrorCode.Forbidden, "The token is for another account. Open a new connection for it.");
        }
        else if (identity.ExpiresAt <= session.ExpiresAt)
        {
            await Refuse(session, requestId, ErrorCode.Conflict, "The token does not expire later than the one in use.");
        }
        else
        {
            session.Refresh(identity.ExpiresAt);
            session.Send(new SessionRefreshed(identity.ExpiresAt) { RequestId = requestId });
        }
    }

    private Task InviteAsync(Session session, string? requestId, CallInvite invite)
    {
        if (invite.ClientRef.Length is 0 or > MaximumId || invite.To.Length is 0 or > MaximumId)
        {
            return Refuse(session, requestId, ErrorCode.Malformed, $"client_ref and to have 1 to {MaximumId} characters.");
        }

        return invitations.InviteAsync(session, requestId, new Invitation(session.Device, invite.To, invite.Media, invite.ClientRef));
    }

    private Task LayoutAsync(Session session, string? requestId, MediaLayout layout)
    {
        if (!ISlotEntry.AreValid(layout.Tiles))
        {
            return Refuse(session, requestId, ErrorCode.Malformed, MediaTile.Rule);
        }

        return commands.CommandAsync(
            session, requestId, layout.CallId, new CallInput.SetLayout(session.Device, [.. layout.Tiles.Select(tile => tile.ToTile())]));
    }

    private Task ReceivedAsync(Session session, string? requestId, MediaReceived received)
    {
        if (!ISlotEntry.AreValid(received.Slots))
        {
            return Refuse(session, requestId, ErrorCode.Malformed, ReceivedSlot.Rule);
        }

        if (session.TakeReport() is { Ticks: > 0 } wait)
        {
            return Answer(session, ErrorMessage.To(requestId, ProtocolError.TooMany("Reports come too often. Send one every few seconds.", wait)));
        }

        return commands.CommandAsync(
            session, requestId, received.CallId, new CallInput.Received(session.Device, [.. received.Slots.Select(slot => slot.ToReception())]));
    }

    // Not awaited by the session's loop: a hang-up must not wait behind an offer that the engine is working on.
    private Task BeginOffer(Session session, string? requestId, MediaOffer offer)
    {
        if (!session.Offers.TryEnter())
        {
            return Refuse(session, requestId, ErrorCode.TooMany, "Earlier offers are still being answered. Wait for their answers.");
        }

        _ = OfferAsync(session, requestId, offer);
        return Task.CompletedTask;
    }

    private async Task OfferAsync(Session session, string? requestId, MediaOffer offer)
    {
        try
        {
            await session.Offers.RunAsync(() => negotiation.OfferAsync(session, requestId, offer));
        }
#pragma warning disable CA1031 // Nobody awaits this task: the fault is answered and logged here.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            SessionLog.RequestFailed(logger, fault, "media.offer");
            session.Send(ErrorMessage.To(requestId, CallErrors.Of(ErrorCode.Internal)));
        }
    }

    private static Task Read<T>(Session session, ClientFrame frame, JsonTypeInfo<T> type, Func<T, Task> handle)
        where T : class => frame.TryRead(type, out T message)
        ? handle(message)
        : Refuse(session, frame.RequestId, ErrorCode.Malformed, $"A field of {frame.Type} is missing or not of its type.");

    private static Task Refuse(Session session, string? requestId, ErrorCode code, string message) =>
        Answer(session, ErrorMessage.To(requestId, new ProtocolError(code, message)));

    private static Task Answer(Session session, ServerMessage message)
    {
        session.Send(message);
        return Task.CompletedTask;
    }
}
