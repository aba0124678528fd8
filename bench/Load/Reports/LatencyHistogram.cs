using System.Numerics;
using System.Runtime.CompilerServices;

namespace Load.Reports;

/// <summary>Counts times to about 3 %: 32 steps for each power of two of nanoseconds.</summary>
internal sealed class LatencyHistogram
{
    private const int StepBits = 5;
    private const int Steps = 1 << StepBits;
    private readonly long[] _counts = new long[64 * Steps];

    /// <summary>Times counted.</summary>
    public long Count { get; private set; }

    /// <summary>The longest, in nanoseconds.</summary>
    public long Maximum { get; private set; }

    /// <summary>Counts a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long nanoseconds)
    {
        long value = Math.Max(1, nanoseconds);
        int power = BitOperations.Log2((ulong)value);
        int step = power <= StepBits ? 0 : (int)(value >> (power - StepBits)) & (Steps - 1);
        _counts[(power * Steps) + step]++;
        Count++;
        Maximum = Math.Max(Maximum, value);
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
        Maximum = 0;
    }

    /// <summary>The time that this share of all does not exceed, in microseconds.</summary>
    /// <param name="share">0 to 1.</param>
    public double Percentile(double share)
    {
        long rank = (long)Math.Ceiling(share * Count);
        long seen = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank && rank > 0)
            {
                int power = i / Steps;
                double low = power <= StepBits ? 1L << power : (1L << power) + ((long)(i % Steps) << (power - StepBits));
                double width = power <= StepBits ? 1L << power : 1L << (power - StepBits);
                return Math.Min(low + width, Maximum) / 1000;
            }
        }

        return 0;
    }
}
