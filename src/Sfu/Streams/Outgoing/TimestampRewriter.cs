namespace Sfu.Streams.Outgoing;

/// <summary>Lets the timestamps of changing sources run on as one clock.</summary>
internal struct TimestampRewriter
{
    // Sender reports that put a source further off than this are not believed.
    private const int MaximumCorrectionSeconds = 1;

    private uint _last;
    private MediaTime _lastAt;
    private bool _started;

    /// <summary>Starts the clock.</summary>
    /// <param name="first">The first timestamp; random, as RFC 3550 section 5.1 wants it.</param>
    public TimestampRewriter(uint first) => _last = first;

    /// <summary>What is added to a source's timestamp.</summary>
    public uint Offset { get; private set; }

    /// <summary>
    /// A new source starts with this timestamp. It follows the last one by the time between the two captures where sender reports tell it, else
    /// by the time that went by here, and by at least one unit (the receiver would take both for one frame).
    /// </summary>
    /// <param name="source">The new source's timestamp.</param>
    /// <param name="sameInstant">What the former source's clock shows at that instant, or null where that is not known.</param>
    /// <param name="clockRate">Units a second.</param>
    /// <param name="now">The time.</param>
    public void Switch(uint source, uint? sameInstant, int clockRate, MediaTime now)
    {
        long elapsed = _started ? Math.Max(1, (now - _lastAt) * clockRate / 1_000_000) : 0;
        uint start = _last + (uint)elapsed;
        if (_started && sameInstant is { } former && Math.Abs((int)(former + Offset - start)) <= MaximumCorrectionSeconds * clockRate)
        {
            start = _last + (uint)Math.Max(1, (int)(former + Offset - _last));
        }

        Offset = start - source;
        _last = start;
        _lastAt = now;
        _started = true;
    }

    /// <summary>The timestamp to send.</summary>
    public uint Rewrite(uint source, MediaTime now)
    {
        uint timestamp = source + Offset;
        if ((int)(timestamp - _last) > 0)
        {
            _last = timestamp;
            _lastAt = now;
        }

        return timestamp;
    }
}
