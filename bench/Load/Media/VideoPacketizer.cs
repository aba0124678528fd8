namespace Load.Media;

/// <summary>Cuts pictures into RTP payloads as browsers do.</summary>
internal static class VideoPacketizer
{
    /// <summary>The longest payload: what remains of libwebrtc's 1200 bytes for a packet beside header, extensions and tag.</summary>
    public const int MaximumPayload = 1150;

    /// <summary>Where a VP8 payload has its 15 bits of picture number (RFC 7741 section 4.2): to be filled in when it is sent.</summary>
    public const int Vp8PictureOffset = 2;

    private const int Vp8DescriptorLength = 4;
    private const int FragmentHeaderLength = 2;
    private const int TypeMask = 0x1F;
    private const int FragmentType = 28;
    private const int KeyframeType = 5;
    private const int DelimiterType = 9;

    /// <summary>A VP8 picture.</summary>
    public static MediaFrame Vp8(ReadOnlySpan<byte> picture)
    {
        List<byte[]> payloads = [];
        foreach (Range part in SplitEvenly(picture.Length, MaximumPayload - Vp8DescriptorLength))
        {
            ReadOnlySpan<byte> data = picture[part];
            byte[] payload = new byte[Vp8DescriptorLength + data.Length];
            payload[0] = (byte)(0x80 | (payloads.Count == 0 ? 0x10 : 0));
            payload[1] = 0x80;
            payload[Vp8PictureOffset] = 0x80;
            data.CopyTo(payload.AsSpan(Vp8DescriptorLength));
            payloads.Add(payload);
        }

        return new MediaFrame(payloads, (picture[0] & 1) == 0);
    }

    /// <summary>The units of an H.264 picture.</summary>
    public static MediaFrame H264(IEnumerable<byte[]> units)
    {
        List<byte[]> payloads = [];
        bool isKeyframe = false;
        foreach (byte[] unit in units)
        {
            int type = unit[0] & TypeMask;
            isKeyframe |= type == KeyframeType;
            if (type == DelimiterType)
            {
                continue;
            }

            if (unit.Length <= MaximumPayload)
            {
                payloads.Add(unit);
            }
            else
            {
                AddFragments(unit, payloads);
            }
        }

        return new MediaFrame(payloads, isKeyframe);
    }

    // FU-A (RFC 6184 section 5.8).
    private static void AddFragments(byte[] unit, List<byte[]> payloads)
    {
        ReadOnlySpan<byte> data = unit.AsSpan(1);
        foreach (Range part in SplitEvenly(data.Length, MaximumPayload - FragmentHeaderLength))
        {
            ReadOnlySpan<byte> piece = data[part];
            byte[] payload = new byte[FragmentHeaderLength + piece.Length];
            payload[0] = (byte)((unit[0] & ~TypeMask) | FragmentType);
            bool first = part.Start.Value == 0;
            bool last = part.End.Value == data.Length;
            payload[1] = (byte)((first ? 0x80 : 0) | (last ? 0x40 : 0) | (unit[0] & TypeMask));
            piece.CopyTo(payload.AsSpan(FragmentHeaderLength));
            payloads.Add(payload);
        }
    }

    // As libwebrtc: the fewest packets that hold it, of lengths that differ by one byte at most, the shorter ones first.
    private static List<Range> SplitEvenly(int length, int limit)
    {
        int count = (length + limit - 1) / limit;
        int shorter = count - (length % count);
        List<Range> parts = [];
        int offset = 0;
        for (int i = 0; i < count; i++)
        {
            int size = (length / count) + (i < shorter ? 0 : 1);
            parts.Add(offset..(offset + size));
            offset += size;
        }

        return parts;
    }
}
