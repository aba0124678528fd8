using Sfu;

namespace Simulation.Receivers;

/// <summary>
/// How long media waits before it is played: as long as all but a few of the last ones were late, against the quickest way that was seen of late. The
/// last second's quickest counts fully, older ones age by half a millisecond a second. Where media has to be asked for again, it waits for a round trip more than
/// what came by itself, as libwebrtc's jitter estimate does from the third time on.
/// </summary>
/// <param name="share">Of what comes that is to be in time.</param>
/// <param name="most">The most to wait, in microseconds.</param>
internal sealed class PlayoutDelay(double share, long most)
{
    private const int Window = 150;
    private const double Ageing = 0.0005;

    private const int RepairsToWaitFor = 3;
    private const long MostRepairDelay = 200_000;

    private readonly Queue<(long Lateness, bool Repaired)> _lateness = new();
    private double _quickest = double.MaxValue;
    private MediaTime _updated;

    /// <summary>Microseconds beyond the quickest way.</summary>
    public long Current { get; private set; }

    /// <summary>Notes when media of a time came.</summary>
    /// <param name="mediaMicroseconds">Its time.</param>
    /// <param name="now">The time.</param>
    /// <param name="repaired">Whether a part of it had to be asked for again.</param>
    /// <param name="roundTrip">Microseconds that asking takes.</param>
    public void Note(long mediaMicroseconds, MediaTime now, bool repaired = false, long roundTrip = 0)
    {
        double transit = now.Microseconds - mediaMicroseconds;
        _quickest = Math.Min(transit, _quickest + ((now - _updated) * Ageing));
        _updated = now;
        _lateness.Enqueue(((long)(transit - _quickest), repaired));
        if (_lateness.Count > Window)
        {
            _lateness.Dequeue();
        }

        long all = Quantile(_lateness.Select(entry => entry.Lateness));
        bool repairs = _lateness.Count(entry => entry.Repaired) >= RepairsToWaitFor;
        long withRepair = repairs ? Quantile(_lateness.Where(entry => !entry.Repaired).Select(entry => entry.Lateness)) + Math.Min(roundTrip, MostRepairDelay) : 0;
        Current = Math.Min(most, Math.Max(all, withRepair));
    }

    /// <summary>When media of a time is to be played.</summary>
    public MediaTime PlayAt(long mediaMicroseconds) => new(mediaMicroseconds + (long)_quickest + Current);

    private long Quantile(IEnumerable<long> values)
    {
        long[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }
}
