namespace Sfu.Congestion;

/// <summary>What a sent packet carries, in the order in which the budget serves it.</summary>
internal enum SentPacketKind : byte
{
    /// <summary>Sound: never waits.</summary>
    Audio,

    /// <summary>Pictures.</summary>
    Video,

    /// <summary>A packet that is sent again.</summary>
    Retransmission,

    /// <summary>Padding that finds out how much more the way carries.</summary>
    Probe,
}
