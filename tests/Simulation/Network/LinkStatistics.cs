using Sfu;

namespace Simulation.Network;

/// <summary>What went through a link.</summary>
internal sealed class LinkStatistics(MediaTime start)
{
    private readonly List<(MediaTime Time, int Bytes, long Waited)> _passed = [];

    /// <summary>Datagrams that came.</summary>
    public long Entered { get; set; }

    /// <summary>Datagrams that found the queue full.</summary>
    public long Dropped { get; set; }

    /// <summary>Datagrams that were lost on the way.</summary>
    public long Lost { get; set; }

    /// <summary>Datagrams that were held back.</summary>
    public long Reordered { get; set; }

    /// <summary>Bytes that passed the bucket, with headers of IP and UDP.</summary>
    public long Bytes { get; private set; }

    /// <summary>Notes a datagram that passed the bucket after it waited.</summary>
    public void NotePassed(MediaTime time, int bytes, long waited)
    {
        Bytes += bytes;
        _passed.Add((time, bytes, waited));
    }

    /// <summary>Bits a second that passed the bucket between two times.</summary>
    public double RateBetween(MediaTime from, MediaTime to)
    {
        long bits = 0;
        for (int i = Find(from); i < _passed.Count && _passed[i].Time < to; i++)
        {
            bits += _passed[i].Bytes * 8L;
        }

        return bits * 1e6 / Math.Max(1, to - from);
    }

    /// <summary>How long datagrams waited in the queue, in microseconds: the share of them that waited no longer.</summary>
    public long WaitedBetween(MediaTime from, MediaTime to, double share)
    {
        int first = Find(from);
        int last = Find(to);
        if (first == last)
        {
            return 0;
        }

        long[] waited = new long[last - first];
        for (int i = first; i < last; i++)
        {
            waited[i - first] = _passed[i].Waited;
        }

        Array.Sort(waited);
        return waited[Math.Min(waited.Length - 1, (int)(waited.Length * share))];
    }

    /// <summary>How long datagrams waited over all the time, in microseconds: the share of them that waited no longer.</summary>
    public long Waited(double share) => WaitedBetween(start, MediaTime.Never, share);

    private int Find(MediaTime time)
    {
        int low = 0;
        int high = _passed.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_passed[middle].Time < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
