namespace Rtp.Codecs;

/// <summary>What a sequence parameter set of H.264 says of the pictures that follow it (ITU-T H.264 section 7.3.2.1.1).</summary>
internal static class H264SequenceParameters
{
    // What stands before the size of the picture is shorter, unless an encoder brings many scaling matrices of its own, which WebRTC's do not.
    private const int LongestRead = 256;
    private const int HeaderLength = 1;
    private const int Macroblock = 16;
    private const int MostScalingLists = 12;

    /// <summary>Pixels that the pictures are high.</summary>
    /// <param name="unit">The NAL unit, with its header.</param>
    /// <returns>0 where the unit is cut off, or says what it cannot say.</returns>
    public static ushort Height(ReadOnlySpan<byte> unit)
    {
        Span<byte> plain = stackalloc byte[LongestRead];
        if (unit.Length <= HeaderLength)
        {
            return 0;
        }

        int length = WithoutEscapes(unit[HeaderLength..], plain);
        var reader = new BitReader(plain[..length]);
        uint profile = reader.Read(8);
        _ = reader.Read(16);
        _ = reader.ReadExpGolomb();
        uint chroma = HasChroma(profile) ? ReadChroma(ref reader) : 1;
        SkipOrder(ref reader);
        _ = reader.ReadExpGolomb();
        _ = reader.ReadFlag();
        _ = reader.ReadExpGolomb();
        long units = reader.ReadExpGolomb() + 1L;
        int fields = reader.ReadFlag() ? 1 : 2;
        _ = reader.Read(fields == 1 ? 1 : 2);
        long cropped = reader.ReadFlag() ? ReadCropping(ref reader) : 0;
        long height = fields * ((units * Macroblock) - (cropped * (chroma == 1 ? 2 : 1)));
        return !reader.IsInvalid && height is > 0 and <= ushort.MaxValue ? (ushort)height : (ushort)0;
    }

    // Section 7.4.1.1: a byte 3 after two zeros is there only so that no start code arises.
    private static int WithoutEscapes(ReadOnlySpan<byte> escaped, Span<byte> plain)
    {
        int length = 0;
        int zeros = 0;
        foreach (byte value in escaped)
        {
            if (zeros == 2 && value == 3)
            {
                zeros = 0;
                continue;
            }

            if (length == plain.Length)
            {
                break;
            }

            zeros = value == 0 ? Math.Min(zeros + 1, 2) : 0;
            plain[length++] = value;
        }

        return length;
    }

    private static bool HasChroma(uint profile) => profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135;

    // ChromaArrayType: 1 where rows of colour are half as many as those of light.
    private static uint ReadChroma(ref BitReader reader)
    {
        uint chroma = reader.ReadExpGolomb();
        bool separate = chroma == 3 && reader.ReadFlag();
        _ = reader.ReadExpGolomb();
        _ = reader.ReadExpGolomb();
        _ = reader.ReadFlag();
        if (reader.ReadFlag())
        {
            int lists = chroma == 3 ? MostScalingLists : MostScalingLists - 4;
            for (int list = 0; list < lists; list++)
            {
                if (reader.ReadFlag())
                {
                    SkipScalingList(ref reader, list < 6 ? 16 : 64);
                }
            }
        }

        return separate ? 0 : chroma;
    }

    private static void SkipScalingList(ref BitReader reader, int size)
    {
        int last = 8;
        for (int i = 0; i < size; i++)
        {
            int next = (last + reader.ReadSignedExpGolomb()) & 0xFF;
            if (next == 0)
            {
                return;
            }

            last = next;
        }
    }

    private static void SkipOrder(ref BitReader reader)
    {
        _ = reader.ReadExpGolomb();
        uint kind = reader.ReadExpGolomb();
        if (kind == 0)
        {
            _ = reader.ReadExpGolomb();
        }
        else if (kind == 1)
        {
            _ = reader.ReadFlag();
            _ = reader.ReadSignedExpGolomb();
            _ = reader.ReadSignedExpGolomb();
            uint cycle = reader.ReadExpGolomb();
            for (uint i = 0; i < cycle && !reader.IsInvalid; i++)
            {
                _ = reader.ReadSignedExpGolomb();
            }
        }
        else if (kind > 2)
        {
            reader.Invalidate();
        }
    }

    // Left, right, top and bottom.
    private static long ReadCropping(ref BitReader reader)
    {
        _ = reader.ReadExpGolomb();
        _ = reader.ReadExpGolomb();
        return (long)reader.ReadExpGolomb() + reader.ReadExpGolomb();
    }
}
