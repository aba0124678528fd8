namespace Rtp.Codecs;

/// <summary>
/// Reads fields of bits, the highest first. Beyond the end it reads zeros and remembers that it did, so that a parser checks once, at its
/// end, and every loop that waits for a set bit ends.
/// </summary>
internal ref struct BitReader
{
    private readonly ReadOnlySpan<byte> _data;

    public BitReader(ReadOnlySpan<byte> data)
    {
        _data = data;
    }

    /// <summary>Bits read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Whether more was read than is there, or a field had a value that it cannot have.</summary>
    public bool IsInvalid { get; private set; }

    /// <summary>Marks the input as malformed.</summary>
    public void Invalidate() => IsInvalid = true;

    /// <summary>Reads a flag.</summary>
    public bool ReadFlag() => Read(1) != 0;

    /// <summary>Reads 0 to 32 bits.</summary>
    public uint Read(int bits)
    {
        if (IsInvalid || bits > (_data.Length * 8) - Position)
        {
            IsInvalid = true;
            return 0;
        }

        ulong value = 0;
        int left = bits;
        while (left > 0)
        {
            int inByte = 8 - (Position & 7);
            int taken = Math.Min(inByte, left);
            int rest = inByte - taken;
            value = (value << taken) | (uint)((_data[Position >> 3] >> rest) & ((1 << taken) - 1));
            Position += taken;
            left -= taken;
        }

        return (uint)value;
    }

    /// <summary>Reads a number of no fixed length: ue(v) of ITU-T H.264, section 9.1.</summary>
    public uint ReadExpGolomb()
    {
        int zeros = 0;
        while (!IsInvalid && !ReadFlag())
        {
            zeros++;
        }

        if (zeros > 31)
        {
            Invalidate();
        }

        return IsInvalid ? 0 : (1u << zeros) - 1 + Read(zeros);
    }

    /// <summary>Reads one with a sign: se(v) of ITU-T H.264, section 9.1.1.</summary>
    public int ReadSignedExpGolomb()
    {
        uint code = ReadExpGolomb();
        return (code & 1) == 0 ? -(int)(code / 2) : (int)((code / 2) + 1);
    }

    /// <summary>Reads a number below a limit that need not be a power of two: ns(n) of the AV1 specification, section 4.10.7.</summary>
    /// <param name="limit">1 or more.</param>
    public int ReadNonSymmetric(int limit)
    {
        int width = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)limit);
        int shorter = (1 << width) - limit;
        int value = (int)Read(width - 1);
        return value < shorter ? value : (value << 1) - shorter + (int)Read(1);
    }
}
