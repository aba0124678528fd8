using Sfu.Quality;

namespace Sfu;

/// <summary>Something that happened to a participant's media.</summary>
/// <param name="Participant">To whom.</param>
public abstract record MediaEvent(ParticipantKey Participant)
{
    /// <summary>ICE and DTLS are complete; media can flow as soon as the gates are open.</summary>
    public sealed record Connected(ParticipantKey Participant) : MediaEvent(Participant);

    /// <summary>Nothing arrives from the participant for the moment; it may come back.</summary>
    public sealed record Interrupted(ParticipantKey Participant) : MediaEvent(Participant);

    /// <summary>The participant is back after <see cref="Interrupted"/>.</summary>
    public sealed record Resumed(ParticipantKey Participant) : MediaEvent(Participant);

    /// <summary>The transport is gone. The participant may join again with a new offer.</summary>
    public sealed record Disconnected(ParticipantKey Participant, DisconnectReason Reason) : MediaEvent(Participant);

    /// <summary>Who is in the receive slots of the participant; null is an empty slot.</summary>
    public sealed record SlotsChanged(ParticipantKey Participant, IReadOnlyList<string?> Occupants) : MediaEvent(Participant);

    /// <summary>
    /// The way to the participant cannot carry the pictures of a slot (<paramref name="Paused"/>): sound alone goes on. Or they flow again: it can, and the first
    /// of them was sent, or there are none to wait for.
    /// </summary>
    public sealed record VideoPaused(ParticipantKey Participant, int Slot, bool Paused) : MediaEvent(Participant);

    /// <summary>
    /// How fast the participant is to send its pictures at most, for what receives them; null for as fast as it likes. Raised only for clients that take no
    /// estimates by RTCP (REMB).
    /// </summary>
    public sealed record TargetChanged(ParticipantKey Participant, long? BitsPerSecond) : MediaEvent(Participant);

    /// <summary>Who speaks in the participant's room; null when the one who did is gone.</summary>
    public sealed record SpeakerChanged(ParticipantKey Participant, string? Speaker) : MediaEvent(Participant);

    /// <summary>How good the participant's connection is, to the server and from it.</summary>
    public sealed record QualityChanged(ParticipantKey Participant, QualityLevel Up, QualityLevel Down) : MediaEvent(Participant);
}
