namespace Rtp.Rtcp;

/// <summary>
/// The symbols of transport-wide feedback that are not yet in a chunk. It takes symbols as long as one chunk can hold them all, and then
/// gives the chunk that holds the most: a run, else a vector of one bit a symbol, else the first seven with two bits each.
/// </summary>
internal struct TransportFeedbackPendingChunk
{
    private const int OneBitVector = 0x8000;
    private const int TwoBitVector = 0xC000;

    // Two bits a symbol, the first in the lowest bits; for a run only the first counts.
    private uint _symbols;
    private bool _isMixed;
    private bool _hasLarge;

    /// <summary>The symbols that wait.</summary>
    public int Count { get; private set; }

    private readonly int First => (int)_symbols & 3;

    /// <summary>Adds up to so many equal symbols.</summary>
    /// <returns>How many were added; 0 when a chunk has to be taken first.</returns>
    public int Add(int symbol, int count)
    {
        bool continuesRun = !_isMixed && (Count == 0 || symbol == First);
        bool hasLarge = _hasLarge || symbol == TransportFeedbackChunk.LargeDelta;
        int capacity = continuesRun ? TransportFeedbackChunk.LongestRun
            : hasLarge ? TransportFeedbackChunk.TwoBitSymbols
            : TransportFeedbackChunk.OneBitSymbols;
        int added = Math.Min(count, capacity - Count);
        if (added <= 0)
        {
            return 0;
        }

        for (int i = Count; i < Math.Min(Count + added, TransportFeedbackChunk.OneBitSymbols); i++)
        {
            _symbols |= (uint)symbol << (2 * i);
        }

        Count += added;
        _isMixed = !continuesRun;
        _hasLarge = hasLarge;
        return added;
    }

    /// <summary>Takes a chunk from the symbols that wait, of which there is at least one.</summary>
    /// <param name="last">Whether no symbol follows, so that a vector need not be full.</param>
    public ushort Take(bool last)
    {
        if (!_isMixed)
        {
            int run = (First << 13) | Count;
            this = default;
            return (ushort)run;
        }

        bool oneBit = !_hasLarge && (last || Count == TransportFeedbackChunk.OneBitSymbols);
        int taken = Math.Min(Count, oneBit ? TransportFeedbackChunk.OneBitSymbols : TransportFeedbackChunk.TwoBitSymbols);
        int bits = oneBit ? 1 : 2;
        int chunk = oneBit ? OneBitVector : TwoBitVector;
        for (int i = 0; i < taken; i++)
        {
            chunk |= ((int)(_symbols >> (2 * i)) & 3) << (14 - (bits * (i + 1)));
        }

        Keep(taken);
        return (ushort)chunk;
    }

    private void Keep(int taken)
    {
        uint symbols = taken < 16 ? _symbols >> (2 * taken) : 0;
        int count = Count - taken;
        this = default;
        for (int i = 0; i < count; i++)
        {
            Add((int)(symbols >> (2 * i)) & 3, 1);
        }
    }
}
