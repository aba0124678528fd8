using Sfu;
using Sfu.Admission;
using Signaling.Calls.Wire;
using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>The way of an offer: leave of the switchboard, the engine, the answer.</summary>
internal sealed class MediaNegotiation(CallDispatcher dispatcher, MediaAdmission admission)
{
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

        // Both sides of a call between two have all rights, also in an audio call: a camera may be switched on later, and what a
        // side does not send by its own word (call.media) is muted in the engine.
        switch (await admission.JoinAsync(permit, ParticipantRights.All, offer.Sdp))
        {
            case JoinResult.Answered answered:
                await AnswerAsync(client, requestId, permit.Participant, answered);
                break;
            case JoinResult.Refused refused:
                Refuse(client, requestId, admission.ErrorOf(refused));
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

            return () => client.Send(new MediaAnswer(participant.Room, answered.Sdp, MediaSlot.Of(answered.Slots)) { RequestId = requestId });
        });

    private static void Refuse(ICallClient client, string? requestId, ProtocolError error) =>
        client.Send(ErrorMessage.To(requestId, error));
}
