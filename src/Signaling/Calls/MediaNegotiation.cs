using Sfu;
using Sfu.Admission;
using Signaling.Calls.Wire;
using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>The way of an offer: leave of the switchboard, a signed ticket, the engine, the answer.</summary>
internal sealed class MediaNegotiation(
    CallDispatcher dispatcher,
    IMediaServer media,
    AdmissionTicketSigner signer,
    TimeProvider clock,
    ILogger<MediaNegotiation> logger)
{
    private static readonly TimeSpan TicketLifetime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Answers an offer with <c>media.answer</c> or an error.</summary>
    public async Task OfferAsync(ICallClient client, string? requestId, MediaOffer offer)
    {
        JoinPermit? permit = null;
        await dispatcher.RunAsync((board, _) =>
        {
            ErrorCode error = ErrorCode.Unauthenticated;
            permit = board.IsCurrent(client.Device, client.SessionId) ? board.PermitJoin(client.Device, offer.CallId, out error) : null;
            return permit is null ? () => Refuse(client, requestId, CallErrors.Of(error)) : null;
        });
        if (permit is null)
        {
            return;
        }

        switch (await JoinAsync(permit, offer.Sdp))
        {
            case JoinResult.Answered answered:
                await AnswerAsync(client, requestId, permit.Participant, answered);
                break;
            case JoinResult.Refused refused:
                Refuse(client, requestId, ErrorOf(refused));
                break;
            default:
                Refuse(client, requestId, CallErrors.Of(ErrorCode.Internal));
                break;
        }
    }

    private Task AnswerAsync(ICallClient client, string? requestId, ParticipantKey participant, JoinResult.Answered answered) =>
        dispatcher.RunAsync((board, now) =>
        {
            if (!board.Joined(participant, now))
            {
                return () => Refuse(client, requestId, CallErrors.Of(ErrorCode.WrongState));
            }

            MediaSlot[] slots = [.. answered.Slots.Select(slot => new MediaSlot(slot.Slot, slot.AudioMid, slot.VideoMid))];
            return () => client.Send(new MediaAnswer(participant.Room, answered.Sdp, slots) { RequestId = requestId });
        });

    private async Task<JoinResult?> JoinAsync(JoinPermit permit, string sdp)
    {
        // Both sides of a call between two have all rights, also in an audio call: a camera may be switched on later, and what a
        // side does not send by its own word (call.media) is muted in the engine.
        string ticket = signer.Sign(new AdmissionTicket(
            Ids.Ticket(),
            permit.Participant.Room,
            permit.Participant.Participant,
            ParticipantRights.All,
            permit.PolicyVersion,
            clock.GetUtcNow() + TicketLifetime));
        using var timeout = new CancellationTokenSource(AnswerTimeout, clock);
        try
        {
            return await media.JoinAsync(ticket, sdp, timeout.Token);
        }
#pragma warning disable CA1031 // Whatever fails in the engine, the client gets an answer.
        catch (Exception error)
#pragma warning restore CA1031
        {
            CallLog.JoinFailed(logger, error);
            return null;
        }
    }

    private ProtocolError ErrorOf(JoinResult.Refused refused)
    {
        switch (refused.Error)
        {
            case JoinError.SdpMalformed:
                return new ProtocolError(ErrorCode.SdpMalformed, refused.Detail);
            case JoinError.SdpUnsupported:
                return new ProtocolError(ErrorCode.SdpUnsupported, refused.Detail);
            case JoinError.Capacity:
                return CallErrors.Of(ErrorCode.Capacity);
            case JoinError.TicketRevoked:
                // The call ended, or was answered elsewhere, while the offer was on its way.
                return CallErrors.Of(ErrorCode.WrongState);
            default:
                CallLog.TicketRefused(logger, refused.Error);
                return CallErrors.Of(ErrorCode.Internal);
        }
    }

    private static void Refuse(ICallClient client, string? requestId, ProtocolError error) =>
        client.Send(ErrorMessage.To(requestId, error));
}
