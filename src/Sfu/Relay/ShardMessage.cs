using Sfu.Sdp;

namespace Sfu.Relay;

/// <summary>
/// What one shard of a room tells another; arrives in the order of sending. Packets, and requests for those that did not arrive, go by <see cref="RelayRing"/>, everything else by these.
/// </summary>
internal abstract record ShardMessage
{
    private ShardMessage()
    {
    }

    /// <summary>The sender takes part in a room from now on, and asks who is there.</summary>
    /// <param name="Room">The call's identifier.</param>
    public sealed record Hello(string Room) : ShardMessage;

    /// <summary>A participant is connected to the sender, or is not what it was.</summary>
    /// <param name="Participant">Its name.</param>
    /// <param name="Session">What it may publish, and what it calls the codecs.</param>
    /// <param name="Joined">When it came.</param>
    /// <param name="GateOpen">Whether it takes part.</param>
    /// <param name="AudioMuted">Whether its sound is held back.</param>
    /// <param name="VideoMuted">Whether its pictures are held back.</param>
    public sealed record Present(
        ParticipantKey Participant, NegotiatedSession Session, MediaTime Joined, bool GateOpen, bool AudioMuted, bool VideoMuted) : ShardMessage;

    /// <summary>A participant is gone from the sender.</summary>
    /// <param name="Participant">Its name.</param>
    public sealed record Left(ParticipantKey Participant) : ShardMessage;

    /// <summary>The sender has a subscriber for a publication from now on.</summary>
    /// <param name="Publisher">On the receiving shard.</param>
    /// <param name="Mid">Which of its sections.</param>
    /// <param name="Mirror">What the packets are to be marked with.</param>
    public sealed record Start(ParticipantKey Publisher, string Mid, long Mirror) : ShardMessage;

    /// <summary>The sender has no subscriber any more.</summary>
    /// <param name="Publisher">On the receiving shard.</param>
    /// <param name="Mid">Which of its sections.</param>
    /// <param name="Mirror">As in <see cref="Start"/>.</param>
    public sealed record Stop(ParticipantKey Publisher, string Mid, long Mirror) : ShardMessage;

    /// <summary>A subscriber on the sender needs a keyframe.</summary>
    /// <param name="Publisher">On the receiving shard.</param>
    /// <param name="Mid">Which of its sections.</param>
    /// <param name="Encoding">Which of its encodings.</param>
    public sealed record KeyframeRequest(ParticipantKey Publisher, string Mid, int Encoding) : ShardMessage;

    /// <summary>A source of a participant has ended (RTCP BYE).</summary>
    /// <param name="Participant">Its name.</param>
    /// <param name="Ssrc">The source.</param>
    public sealed record SourceEnded(ParticipantKey Participant, uint Ssrc) : ShardMessage;
}
