using Sfu;

namespace Simulation.Receivers;

/// <summary>
/// How long media waits before it is played: as long as all but a few of the last ones were late, against the quickest way that was seen of late. The
/// last second's quickest counts fully, older ones age by half a millisecond a second.
/// </summary>
/// <param name="share">Of what comes that is to be in time.</param>
/// <param name="most">The most to wait, in microseconds.</param>
internal sealed class PlayoutDelay(double share, long most)
{
    private const int Window = 150;
    private const double Ageing = 0.0005;

    private readonly Queue<long> _lateness = new();
    private double _quickest = double.MaxValue;
    private MediaTime _updated;

    /// <summary>Microseconds beyond the quickest way.</summary>
    public long Current { get; private set; }

    /// <summary>Notes when media of a time came.</summary>
    public void Note(long mediaMicroseconds, MediaTime now)
    {
        double transit = now.Microseconds - mediaMicroseconds;
        _quickest = Math.Min(transit, _quickest + ((now - _updated) * Ageing));
        _updated = now;
        _lateness.Enqueue((long)(transit - _quickest));
        if (_lateness.Count > Window)
        {
            _lateness.Dequeue();
        }

        long[] sorted = [.. _lateness.Order()];
        Current = Math.Min(most, sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))]);
    }

    /// <summary>When media of a time is to be played.</summary>
    public MediaTime PlayAt(long mediaMicroseconds) => new(mediaMicroseconds + (long)_quickest + Current);
}
