namespace Sfu.Congestion;

/// <summary>What the delays say of the link.</summary>
internal enum BandwidthUsage
{
    /// <summary>The queues keep their length.</summary>
    Normal,

    /// <summary>A queue grows.</summary>
    Overusing,

    /// <summary>A queue shrinks.</summary>
    Underusing,
}
