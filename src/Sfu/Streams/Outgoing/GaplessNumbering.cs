using System.Numerics;

namespace Sfu.Streams.Outgoing;

/// <summary>
/// Gives what is left of changing sources one gapless numbering (of packets, or of pictures). What is held back leaves no gap; what was lost before it came
/// here does, so that the subscriber misses it. What comes late has the number that was kept for it. Takes the same time and room however much is held back.
/// </summary>
internal sealed class GaplessNumbering
{
    private const int WordBits = 64;

    // A bit for each of the last numbers of the source, set where it was held back.
    private readonly ulong[] _heldBack;
    private readonly int _window;
    private long _firstSource;

    /// <summary>Starts numbering.</summary>
    /// <param name="first">The number that is given first.</param>
    /// <param name="window">How far back what comes late may lie: a multiple of 64 and a power of two.</param>
    public GaplessNumbering(long first, int window)
    {
        Highest = first - 1;
        _window = window;
        _heldBack = new ulong[window / WordBits];
    }

    /// <summary>The highest number of the source that was seen.</summary>
    public long HighestSource { get; private set; } = -1;

    /// <summary>The highest number that was given or kept.</summary>
    public long Highest { get; private set; }

    /// <summary>What has this number is the first of a new source, or the first after a pause.</summary>
    public void Switch(long source)
    {
        _firstSource = source;
        HighestSource = source - 1;
        _heldBack.AsSpan().Clear();
    }

    /// <summary>Numbers that were given last were not used: they are given anew from the next <see cref="Switch"/> on.</summary>
    /// <param name="used">The highest that was used.</param>
    public void Rewind(long used) => Highest = Math.Min(Highest, used);

    /// <summary>The number to be given; false for what is from before the switch, too late, or was held back.</summary>
    public bool TryRewrite(long source, out long number)
    {
        if (source > HighestSource)
        {
            Advance(source);
            number = ++Highest;
            return true;
        }

        return TryFind(source, out number);
    }

    /// <summary>Holds something back.</summary>
    /// <param name="source">Its number.</param>
    /// <param name="hole">The number that was kept for it as it came late, or was given already.</param>
    /// <returns>Whether there is one.</returns>
    public bool Skip(long source, out long hole)
    {
        if (source > HighestSource)
        {
            Advance(source);
            _heldBack[Word(source)] |= Bit(source);
            hole = 0;
            return false;
        }

        return TryFind(source, out hole);
    }

    // Numbers are kept for what lies between: it may still come.
    private void Advance(long source)
    {
        long passed = source - HighestSource;
        if (passed >= _window)
        {
            _heldBack.AsSpan().Clear();
        }
        else
        {
            for (long next = HighestSource + 1; next <= source; next++)
            {
                _heldBack[Word(next)] &= ~Bit(next);
            }
        }

        Highest += passed - 1;
        HighestSource = source;
    }

    private bool TryFind(long source, out long number)
    {
        number = 0;
        if (source < _firstSource || source <= HighestSource - _window || (_heldBack[Word(source)] & Bit(source)) != 0)
        {
            return false;
        }

        long later = HighestSource - source;
        number = Highest - later + CountHeldBack(source + 1, later);
        return true;
    }

    private int CountHeldBack(long from, long count)
    {
        int held = 0;
        while (count > 0)
        {
            int offset = (int)(from & (WordBits - 1));
            int taken = (int)Math.Min(count, WordBits - offset);
            ulong mask = (ulong.MaxValue >> (WordBits - taken)) << offset;
            held += BitOperations.PopCount(_heldBack[Word(from)] & mask);
            from += taken;
            count -= taken;
        }

        return held;
    }

    private int Word(long source) => (int)(source & (_window - 1)) / WordBits;

    private static ulong Bit(long source) => 1UL << (int)(source & (WordBits - 1));
}
