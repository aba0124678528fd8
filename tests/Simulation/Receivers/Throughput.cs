using Sfu;

namespace Simulation.Receivers;

/// <summary>How much came when.</summary>
internal sealed class Throughput
{
    private readonly List<(MediaTime Time, long Total)> _points = [];

    /// <summary>Bytes in all.</summary>
    public long Bytes => _points.Count == 0 ? 0 : _points[^1].Total;

    public void Add(MediaTime now, int bytes) => _points.Add((now, Bytes + bytes));

    /// <summary>Bits a second between two times.</summary>
    public double RateBetween(MediaTime from, MediaTime to) => (TotalBefore(to) - TotalBefore(from)) * 8e6 / Math.Max(1, to - from);

    private long TotalBefore(MediaTime time)
    {
        int low = 0;
        int high = _points.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _points[middle].Time < time ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? 0 : _points[low - 1].Total;
    }
}
