using Sfu;

namespace Simulation.Receivers;

/// <summary>
/// How long sound waits beyond the quickest packet of the last two seconds, as NetEq's DelayManager: so that 95 % of the half seconds pass without a packet that
/// is too late and, for what comes out of order (above all what was asked for again), as long as it is worth: 20 ms for each percent that is saved.
/// </summary>
internal sealed class SoundDelay
{
    private const int Buckets = 100;
    private const long BucketSize = 20_000;
    private const long HistoryAge = 2_000_000;
    private const long Interval = 500_000;
    private const double Share = 0.95;
    private const double LatenessMemory = 0.983;
    private const double ReorderingMemory = 0.9993;
    private const double WorthOfOne = 100 * 20_000;

    private readonly Queue<(MediaTime Time, long Transit)> _history = new();
    private readonly double[] _lateness = new double[Buckets];
    private readonly double[] _reordering = new double[Buckets];
    private MediaTime _intervalStart;
    private long _latestInInterval;
    private int _intervals;
    private int _packets;

    /// <summary>What was quickest, against which all is late.</summary>
    public long Quickest { get; private set; }

    /// <summary>Microseconds beyond the quickest.</summary>
    public long Target { get; private set; } = BucketSize;

    /// <summary>Notes a packet.</summary>
    /// <param name="media">The time of its sound, in microseconds.</param>
    /// <param name="reordered">Whether a later one came before it.</param>
    /// <param name="now">The time.</param>
    public void Note(long media, bool reordered, MediaTime now)
    {
        long transit = now.Microseconds - media;
        while (_history.TryPeek(out (MediaTime Time, long Transit) oldest) && now - oldest.Time > HistoryAge)
        {
            _history.Dequeue();
        }

        _history.Enqueue((now, transit));
        Quickest = _history.Min(entry => entry.Transit);
        long late = transit - Quickest;
        if (!reordered)
        {
            NoteLate(late, now);
        }

        Add(_reordering, reordered ? late : 0, ReorderingMemory, ++_packets);
        long least = LatenessTarget();
        Target = Math.Max(least, ReorderingTarget(least));
    }

    private void NoteLate(long late, MediaTime now)
    {
        if (now - _intervalStart > Interval)
        {
            Add(_lateness, _latestInInterval, LatenessMemory, ++_intervals);
            _intervalStart = now;
            _latestInInterval = 0;
        }

        _latestInInterval = Math.Max(_latestInInterval, late);
    }

    private long LatenessTarget()
    {
        double rest = Share;
        int bucket = 0;
        for (; bucket < Buckets - 1 && (rest -= _lateness[bucket]) > 0; bucket++)
        {
        }

        return _intervals == 0 ? BucketSize : (bucket + 1) * BucketSize;
    }

    private long ReorderingTarget(long least)
    {
        double missing = 1;
        double lowest = double.MaxValue;
        int best = 0;
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            missing -= _reordering[bucket];
            double cost = Math.Max(0, (bucket * BucketSize) - least) + (missing * WorthOfOne);
            (lowest, best) = cost < lowest ? (cost, bucket) : (lowest, best);
        }

        return (best + 1) * BucketSize;
    }

    // The first ones count more than what they are a part of later.
    private static void Add(double[] histogram, long value, double memory, int count)
    {
        double keep = Math.Min(memory, 1 - (1.0 / count));
        for (int i = 0; i < histogram.Length; i++)
        {
            histogram[i] *= keep;
        }

        histogram[Math.Min(value / BucketSize, Buckets - 1)] += 1 - keep;
    }
}
