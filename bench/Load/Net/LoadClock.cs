using System.Diagnostics;
using Sfu;
using Sfu.Net;

namespace Load.Net;

/// <summary>The generator's one clock: monotonic nanoseconds, and what the world's clock (in which the system stamps arrivals) is in it.</summary>
internal sealed class LoadClock
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const int Tries = 16;
    private long _worldMinusOwn;

    /// <summary>Starts it.</summary>
    public LoadClock() => Align();

    /// <summary>Nanoseconds now.</summary>
    public static long Nanoseconds
    {
        get
        {
            long ticks = Stopwatch.GetTimestamp();
            return Stopwatch.Frequency == NanosecondsPerSecond
                ? ticks
                : (long)(ticks * ((double)NanosecondsPerSecond / Stopwatch.Frequency));
        }
    }

    /// <summary>Now, as the engine's types take it.</summary>
    public static MediaTime Now => new(Nanoseconds / 1000);

    /// <summary>Has the thread sleep.</summary>
    /// <param name="microseconds">How long; nothing where it is not positive.</param>
    public static unsafe void Rest(long microseconds)
    {
        if (microseconds > 0)
        {
            LibC.TimeSpec time = LibC.TimeSpec.FromMicroseconds(microseconds);
            _ = Native.Sleep(&time, null);
        }
    }

    /// <summary>Converts from the world's nanoseconds.</summary>
    public long FromWorld(long nanoseconds) => nanoseconds - _worldMinusOwn;

    /// <summary>Microseconds since 1970 at an instant.</summary>
    public long UnixMicroseconds(MediaTime time) => time.Microseconds + (_worldMinusOwn / 1000);

    /// <summary>Compares the two clocks anew: the world's is corrected as time goes by.</summary>
    public void Align()
    {
        // The best of some tries: one that nothing interrupted.
        long best = long.MaxValue;
        for (int i = 0; i < Tries; i++)
        {
            long before = Nanoseconds;
            long world = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
            long after = Nanoseconds;
            if (after - before < best)
            {
                best = after - before;
                _worldMinusOwn = world - ((before + after) / 2);
            }
        }
    }
}
