using Sfu;
using Sfu.Admission;
using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>The door to the engine: a signed ticket for whoever was admitted, and an answer whatever happens.</summary>
internal sealed class MediaAdmission(IMediaServer media, AdmissionTicketSigner signer, TimeProvider clock, ILogger<MediaAdmission> logger)
{
    private static readonly TimeSpan TicketLifetime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Presents an offer with a ticket.</summary>
    /// <returns>The engine's answer, or null when it failed.</returns>
    public async Task<JoinResult?> JoinAsync(JoinPermit permit, ParticipantRights rights, string sdp)
    {
        string ticket = signer.Sign(new AdmissionTicket(
            Ids.Ticket(),
            permit.Participant.Room,
            permit.Participant.Participant,
            rights,
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

    /// <summary>What a client is told of a refusal.</summary>
    public ProtocolError ErrorOf(JoinResult.Refused refused)
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
}
