using System.Buffers.Binary;

namespace Load.Media;

/// <summary>Reads the files that <see cref="SampleMaker"/> makes.</summary>
internal static class SampleReader
{
    private const int IvfHeaderLength = 32;
    private const int IvfFrameHeaderLength = 12;
    private const int OggHeaderLength = 27;
    private const int OggFullSegment = 255;
    private const int DelimiterType = 9;
    private const long OpusMicroseconds = 20_000;

    /// <summary>Pictures of VP8 in an IVF file.</summary>
    public static MediaSample Vp8(ReadOnlySpan<byte> file, int framesPerSecond)
    {
        List<MediaFrame> frames = [];
        for (ReadOnlySpan<byte> rest = file[IvfHeaderLength..]; rest.Length > IvfFrameHeaderLength;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            frames.Add(VideoPacketizer.Vp8(rest.Slice(IvfFrameHeaderLength, length)));
            rest = rest[(IvfFrameHeaderLength + length)..];
        }

        return new MediaSample(MediaCodec.Vp8, frames, 1_000_000 / framesPerSecond);
    }

    /// <summary>Pictures of H.264 in a byte stream with delimiters (ITU-T H.264 annex B).</summary>
    public static MediaSample H264(ReadOnlySpan<byte> file, int framesPerSecond)
    {
        List<MediaFrame> frames = [];
        List<byte[]> units = [];
        foreach (byte[] unit in Units(file))
        {
            if ((unit[0] & 0x1F) == DelimiterType && units.Count > 0)
            {
                frames.Add(VideoPacketizer.H264(units));
                units.Clear();
            }

            units.Add(unit);
        }

        frames.Add(VideoPacketizer.H264(units));
        return new MediaSample(MediaCodec.H264, frames, 1_000_000 / framesPerSecond);
    }

    /// <summary>Packets of Opus in an Ogg file (RFC 7845, RFC 3533).</summary>
    public static MediaSample Opus(ReadOnlySpan<byte> file)
    {
        List<MediaFrame> frames = [];
        List<byte> packet = [];
        int packets = 0;
        for (ReadOnlySpan<byte> rest = file; rest.Length >= OggHeaderLength;)
        {
            int segments = rest[OggHeaderLength - 1];
            ReadOnlySpan<byte> sizes = rest.Slice(OggHeaderLength, segments);
            ReadOnlySpan<byte> data = rest[(OggHeaderLength + segments)..];
            foreach (byte size in sizes)
            {
                packet.AddRange(data[..size]);
                data = data[size..];
                if (size < OggFullSegment)
                {
                    // The first two are OpusHead and OpusTags.
                    if (packets++ >= 2)
                    {
                        frames.Add(new MediaFrame([[.. packet]], IsKeyframe: true));
                    }

                    packet.Clear();
                }
            }

            rest = data;
        }

        return new MediaSample(MediaCodec.Opus, frames, OpusMicroseconds);
    }

    private static List<byte[]> Units(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> startCode = [0, 0, 1];
        List<byte[]> units = [];
        int start = file.IndexOf(startCode);
        while (start >= 0)
        {
            ReadOnlySpan<byte> rest = file[(start + startCode.Length)..];
            int next = rest.IndexOf(startCode);
            ReadOnlySpan<byte> unit = (next < 0 ? rest : rest[..next]).TrimEnd((byte)0);
            units.Add(unit.ToArray());
            start = next < 0 ? -1 : start + startCode.Length + next;
        }

        return units;
    }
}
