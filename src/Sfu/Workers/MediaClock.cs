using System.Diagnostics;
using Sfu.Rtcp;

namespace Sfu.Workers;

/// <summary>The clock of all workers: what one says of a time is the same to another.</summary>
internal sealed class MediaClock
{
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>What it is in the world's.</summary>
    public WallClock Wall { get; } = new((DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>The time.</summary>
    public MediaTime Now() => new(Stopwatch.GetElapsedTime(_started).Ticks / TimeSpan.TicksPerMicrosecond);
}
