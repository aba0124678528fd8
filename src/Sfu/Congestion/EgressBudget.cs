namespace Sfu.Congestion;

/// <summary>
/// What may leave over a transport: a bucket of debt that every packet fills and time empties (libwebrtc's PacingController). Sound, retransmissions and
/// probes fill the same bucket as pictures, so that what comes first in order leaves the less for what follows.
/// </summary>
internal sealed class EgressBudget
{
    // Sound alone may exceed a poor way for long; pictures do not wait for all of that to be paid back.
    private const long LongestDebt = 500_000;

    private const long BitsPerByte = 8;
    private const long MicrosecondsPerSecond = 1_000_000;

    // In bits times microseconds of a second: a rate times a time, without a division.
    private long _debt;
    private MediaTime _last;

    /// <summary>Bits a second.</summary>
    public long Rate { get; set; } = BandwidthEstimator.Highest;

    /// <summary>What may leave at once: as much as the rate gives in so many microseconds.</summary>
    public long Burst { get; set; } = 10_000;

    /// <summary>Whether a packet may leave.</summary>
    public bool Allows(MediaTime now)
    {
        Pay(now);
        return _debt <= Rate * Burst;
    }

    /// <summary>A packet left.</summary>
    public void Spend(int bytes, MediaTime now)
    {
        Pay(now);
        _debt = Math.Min(_debt + (bytes * BitsPerByte * MicrosecondsPerSecond), Rate * LongestDebt);
    }

    /// <summary>When the next packet may leave.</summary>
    public MediaTime NextAllowed(MediaTime now)
    {
        Pay(now);
        long excess = _debt - (Rate * Burst);
        return excess <= 0 ? now : now + (excess / Rate) + 1;
    }

    private void Pay(MediaTime now)
    {
        if (now > _last)
        {
            // A second is enough to pay all that there can be.
            _debt = Math.Max(0, _debt - (Rate * Math.Min(now - _last, MicrosecondsPerSecond)));
            _last = now;
        }
    }
}
