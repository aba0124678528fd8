namespace Sfu.Rtcp;

/// <summary>The round-trip time between here and one peer, smoothed as RFC 6298 section 2 smooths.</summary>
internal sealed class RoundTrip
{
    private const long Unknown = 100_000;
    private long _smoothed;

    /// <summary>Microseconds; a usual value while none was measured.</summary>
    public long Microseconds => _smoothed == 0 ? Unknown : _smoothed;

    /// <summary>Microseconds, or null while none was measured.</summary>
    public long? Measured => _smoothed == 0 ? null : _smoothed;

    /// <summary>Takes a measurement.</summary>
    public void Add(long microseconds)
    {
        // Zero stands for unknown.
        long sample = Math.Max(1, microseconds);
        _smoothed = _smoothed == 0 ? sample : Math.Max(1, _smoothed + ((sample - _smoothed) / 8));
    }
}
