namespace Sfu.Congestion;

/// <summary>What a receiver said of a packet.</summary>
internal enum SentPacketFate : byte
{
    /// <summary>Nothing yet.</summary>
    Unknown,

    /// <summary>It had not come when the feedback was written; it still may.</summary>
    Missing,

    /// <summary>It came.</summary>
    Received,
}
