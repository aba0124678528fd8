namespace Sfu.Streams.Outgoing;

/// <summary>Lets the timestamps of changing sources run on as one clock.</summary>
internal struct TimestampRewriter
{
    private uint _last;
    private MediaTime _lastAt;
    private bool _started;

    /// <summary>Starts the clock.</summary>
    /// <param name="first">The first timestamp; random, as RFC 3550 section 5.1 wants it.</param>
    public TimestampRewriter(uint first) => _last = first;

    /// <summary>What is added to a source's timestamp.</summary>
    public uint Offset { get; private set; }

    /// <summary>
    /// A new source starts with this timestamp: it follows the last one by the time that went by, and by at least one unit (the receiver would
    /// take both for one frame).
    /// </summary>
    public void Switch(uint source, int clockRate, MediaTime now)
    {
        long elapsed = _started ? Math.Max(1, (now - _lastAt) * clockRate / 1_000_000) : 0;
        Offset = _last + (uint)elapsed - source;
        _last = source + Offset;
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
