namespace Rtp;

/// <summary>
/// Extends 32-bit media timestamps to 64 bits: each to the value next to the highest one seen so far. The first value keeps its
/// number; what is older than it may come out negative.
/// </summary>
public struct TimestampUnwrapper
{
    private bool _started;

    /// <summary>The highest extended timestamp so far; 0 before the first.</summary>
    public long Highest { get; private set; }

    /// <summary>Extends a timestamp, and remembers it if it is the highest.</summary>
    public long Unwrap(uint timestamp)
    {
        long extended = Peek(timestamp);
        if (!_started || extended > Highest)
        {
            Highest = extended;
            _started = true;
        }

        return extended;
    }

    /// <summary>Extends a timestamp without remembering it.</summary>
    public readonly long Peek(uint timestamp) => _started ? Highest + (int)(timestamp - (uint)Highest) : timestamp;
}
