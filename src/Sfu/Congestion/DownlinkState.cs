namespace Sfu.Congestion;

/// <summary>What is known of the way to a participant.</summary>
public enum DownlinkState
{
    /// <summary>Nothing yet: the estimate is a guess to start with, and nothing is to be held back for it.</summary>
    Unknown,

    /// <summary>What is sent gets through.</summary>
    Steady,

    /// <summary>Queues grow, or packets are lost to overload: the estimate was just lowered.</summary>
    Congested,

    /// <summary>No feedback comes: the estimate is lowered step by step until some does.</summary>
    Blind,
}
