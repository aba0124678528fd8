namespace Sfu.Congestion;

/// <summary>
/// How much the delay wanders by itself. Radio links and schedulers move it by tens of milliseconds whatever is sent; what stays within that is no queue of
/// ours. Learned while less is sent than was found to fill the link. Not in libwebrtc, whose threshold alone gives way to such noise only for a while.
/// </summary>
internal sealed class DelayNoise
{
    // The least delay is that of the last two windows.
    private const long BaseWindow = 15_000_000;
    private const long NoiseWindow = 1_000_000;
    private const double Decay = 0.97;

    // A keyframe that is sent a little faster than the link carries it makes such a queue, and nobody notices.
    private const double Harmless = 25;
    private const double Most = 60;

    // Delay that does not come down in between is a queue, not noise.
    private const double Empty = 10;
    private const double Gain = 0.6;

    private double _least = double.PositiveInfinity;
    private double _leastBefore = double.PositiveInfinity;
    private MediaTime? _baseSince;
    private MediaTime? _noiseSince;
    private double _highest;
    private double _lowest;

    /// <summary>Milliseconds above the least delay, by the last group.</summary>
    public double Queue { get; private set; }

    /// <summary>Milliseconds above the least delay that mean nothing.</summary>
    public double Milliseconds { get; private set; }

    /// <summary>Milliseconds that a delay is above the least one.</summary>
    public double Above(double delay) => delay - Math.Min(_least, _leastBefore);

    /// <summary>Takes a delay.</summary>
    /// <param name="delay">Milliseconds, from anywhere.</param>
    /// <param name="quiet">Whether less is sent than the link carries.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether the delay says something.</returns>
    public bool Update(double delay, bool quiet, MediaTime now)
    {
        _baseSince ??= now;
        if (now - _baseSince.Value > BaseWindow)
        {
            _leastBefore = _least;
            _least = delay;
            _baseSince = now;
        }

        _least = Math.Min(_least, delay);
        Queue = Above(delay);
        Learn(quiet, now);
        return Queue > Math.Max(Milliseconds, Harmless);
    }

    private void Learn(bool quiet, MediaTime now)
    {
        if (!quiet)
        {
            _noiseSince = null;
            return;
        }

        if (_noiseSince is not { } since)
        {
            _noiseSince = now;
            _highest = Queue;
            _lowest = Queue;
            return;
        }

        _highest = Math.Max(_highest, Queue);
        _lowest = Math.Min(_lowest, Queue);
        if (now - since > NoiseWindow)
        {
            double seen = _lowest < Empty ? Math.Min(_highest - _lowest, Most) : 0;
            Milliseconds = seen > Milliseconds ? Milliseconds + ((seen - Milliseconds) * Gain) : Milliseconds * Decay;
            _noiseSince = null;
        }
    }
}
