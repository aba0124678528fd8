namespace Rtp.Codecs;

/// <summary>Writes fields of bits into a cleared span, the highest first; the caller keeps within it.</summary>
internal ref struct BitWriter
{
    private readonly Span<byte> _data;

    public BitWriter(Span<byte> data)
    {
        _data = data;
        _data.Clear();
    }

    /// <summary>Bits written so far.</summary>
    public int Position { get; private set; }

    /// <summary>Writes the low 0 to 32 bits of a value.</summary>
    public void Write(uint value, int bits)
    {
        int left = bits;
        while (left > 0)
        {
            int inByte = 8 - (Position & 7);
            int taken = Math.Min(inByte, left);
            uint part = (value >> (left - taken)) & ((1u << taken) - 1);
            _data[Position >> 3] |= (byte)(part << (inByte - taken));
            Position += taken;
            left -= taken;
        }
    }

    /// <summary>Copies bits from where a reader stands.</summary>
    public void Copy(ref BitReader source, int bits)
    {
        while (bits > 0)
        {
            int taken = Math.Min(bits, 32);
            Write(source.Read(taken), taken);
            bits -= taken;
        }
    }
}
