namespace Simulation.Codecs;

/// <summary>What libwebrtc sends before an H.264 keyframe, in one aggregate (STAP-A, RFC 6184 section 5.7.1).</summary>
internal static class ParameterSets
{
    private const int Macroblock = 16;

    // What any picture parameter set may look like: nobody reads it.
    private static ReadOnlySpan<byte> Picture => [0x68, 0xCE, 0x3C, 0x80];

    /// <summary>Writes the aggregate up to the header of a last unit, of supplemental information, that holds a mark.</summary>
    /// <returns>Bytes.</returns>
    public static int Write(Span<byte> to, int height)
    {
        to[0] = 0x78;
        int length = Put(to, 1, Sequence(height));
        length = Put(to, length, Picture);
        to[length] = 0;
        to[length + 1] = 1 + FrameMark.Length;
        to[length + 2] = 6;
        return length + 3;
    }

    /// <summary>The bytes before the mark.</summary>
    public static int Length(ReadOnlySpan<byte> payload)
    {
        int sequence = 1 + 2 + payload[2];
        return sequence + 2 + Picture.Length + 3;
    }

    private static int Put(Span<byte> to, int offset, ReadOnlySpan<byte> unit)
    {
        to[offset] = 0;
        to[offset + 1] = (byte)unit.Length;
        unit.CopyTo(to[(offset + 2)..]);
        return offset + 2 + unit.Length;
    }

    // ITU-T H.264 section 7.3.2.1.1: constrained baseline, pictures of 16:9 in whole macroblocks of which the last row is cut.
    private static byte[] Sequence(int height)
    {
        int rows = (height + Macroblock - 1) / Macroblock;
        int cut = (rows * Macroblock) - height;
        var bits = new Bits();
        bits.Put(0x67, 8);
        bits.Put(0x42C01F, 24);
        bits.PutExpGolomb(0);
        bits.PutExpGolomb(0);
        bits.PutExpGolomb(2);
        bits.PutExpGolomb(1);
        bits.Put(0, 1);
        bits.PutExpGolomb((height / 9) - 1);
        bits.PutExpGolomb(rows - 1);
        bits.Put(0b11, 2);
        bits.Put(cut > 0 ? 1 : 0, 1);
        if (cut > 0)
        {
            bits.PutExpGolomb(0);
            bits.PutExpGolomb(0);
            bits.PutExpGolomb(0);
            bits.PutExpGolomb(cut / 2);
        }

        bits.Put(0b01, 2);
        return bits.ToArray();
    }
}
