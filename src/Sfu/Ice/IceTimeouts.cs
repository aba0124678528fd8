namespace Sfu.Ice;

/// <summary>How long a peer may be silent, in microseconds.</summary>
/// <param name="Interrupted">Until the path counts as interrupted.</param>
/// <param name="Expired">Until consent to send has expired.</param>
public readonly record struct IceTimeouts(long Interrupted, long Expired)
{
    /// <summary>
    /// A browser checks the path in use every 2.5 seconds or more often: two lost checks interrupt. Consent lasts 30 seconds
    /// (RFC 7675 section 5.1).
    /// </summary>
    public static readonly IceTimeouts Default = new(MediaTime.Seconds(6), MediaTime.Seconds(30));
}
