using System.Numerics;

namespace Rtp.Rtcp;

/// <summary>
/// One packet status chunk of transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 sections 3.1.3 and 3.1.4),
/// as a queue of symbols: a run of one symbol, or up to fourteen of two bits each.
/// </summary>
internal struct TransportFeedbackChunk
{
    /// <summary>The packet did not arrive.</summary>
    public const int Lost = 0;

    /// <summary>It arrived, with a delta of one unsigned byte.</summary>
    public const int SmallDelta = 1;

    /// <summary>It arrived, with a delta of two signed bytes.</summary>
    public const int LargeDelta = 2;

    /// <summary>The most packets that a run can hold.</summary>
    public const int LongestRun = 0x1FFF;

    /// <summary>The packets that a vector of one bit each holds.</summary>
    public const int OneBitSymbols = 14;

    /// <summary>The packets that a vector of two bits each holds.</summary>
    public const int TwoBitSymbols = 7;

    private const int VectorBit = 0x8000;
    private const int TwoBitsBit = 0x4000;

    // A run keeps its symbol in all places, and is not shifted; a vector has the next symbol in the upper bits.
    private uint _symbols;
    private bool _isRun;

    /// <summary>The symbols that are left.</summary>
    public int Count { get; private set; }

    /// <summary>The next symbol.</summary>
    public readonly int First => (int)(_symbols >> 30);

    /// <summary>How many lost packets come next in a row.</summary>
    public readonly int LeadingLost => _isRun ? (First == Lost ? Count : 0) : Math.Min(Count, BitOperations.LeadingZeroCount(_symbols) / 2);

    /// <summary>Whether any symbol is the reserved one, 3.</summary>
    public readonly bool HasReserved => (_symbols & (_symbols >> 1) & 0x5555_5555) != 0;

    /// <summary>Bytes of all the symbols' deltas.</summary>
    public readonly int DeltaBytes => _isRun ? First * Count
        : BitOperations.PopCount(_symbols & 0x5555_5555) + (2 * BitOperations.PopCount(_symbols & 0xAAAA_AAAA));

    /// <summary>Reads a chunk, of which at most so many symbols count.</summary>
    public static TransportFeedbackChunk Read(int chunk, int most)
    {
        var read = default(TransportFeedbackChunk);
        if ((chunk & VectorBit) == 0)
        {
            read._isRun = true;
            read._symbols = (uint)((chunk >> 13) & 3) * 0x5555_5555;
            read.Count = Math.Min(chunk & LongestRun, most);
            return read;
        }

        if ((chunk & TwoBitsBit) != 0)
        {
            read._symbols = (uint)chunk << 18;
            read.Count = Math.Min(TwoBitSymbols, most);
        }
        else
        {
            read._symbols = Spread((uint)chunk & 0x3FFF) << 4;
            read.Count = Math.Min(OneBitSymbols, most);
        }

        // What lies behind the last status is to be ignored.
        read._symbols &= uint.MaxValue << (32 - (2 * read.Count));
        return read;
    }

    /// <summary>Goes past symbols.</summary>
    public void Skip(int count)
    {
        Count -= count;
        _symbols = _isRun || count >= 16 ? _symbols : _symbols << (2 * count);
    }

    // Puts every bit into the lower half of a pair: 1 is the small delta.
    private static uint Spread(uint bits)
    {
        bits = (bits | (bits << 8)) & 0x00FF_00FF;
        bits = (bits | (bits << 4)) & 0x0F0F_0F0F;
        bits = (bits | (bits << 2)) & 0x3333_3333;
        return (bits | (bits << 1)) & 0x5555_5555;
    }
}
