using Sfu;

namespace Load.Media;

/// <summary>Some seconds of encoded media, to be played in a loop. It begins with a keyframe.</summary>
/// <param name="Codec">What it is encoded in.</param>
/// <param name="Frames">In order.</param>
/// <param name="FrameMicroseconds">From one frame to the next.</param>
internal sealed record MediaSample(MediaCodec Codec, IReadOnlyList<MediaFrame> Frames, long FrameMicroseconds)
{
    /// <summary>Sound or pictures.</summary>
    public MediaKind Kind => Codec == MediaCodec.Opus ? MediaKind.Audio : MediaKind.Video;

    /// <summary>Units of the RTP timestamp in a second.</summary>
    public int ClockRate => Kind == MediaKind.Audio ? 48_000 : 90_000;

    /// <summary>Units of the RTP timestamp from one frame to the next.</summary>
    public uint TimestampStep => (uint)(ClockRate * FrameMicroseconds / 1_000_000);

    /// <summary>Packets a second.</summary>
    public double PacketsPerSecond => Frames.Sum(frame => frame.Payloads.Count) * 1e6 / (Frames.Count * FrameMicroseconds);

    /// <summary>The index of the first keyframe at or after a frame; around the end, the first of all.</summary>
    public int NextKeyframe(int from)
    {
        for (int i = from; i < Frames.Count; i++)
        {
            if (Frames[i].IsKeyframe)
            {
                return i;
            }
        }

        return 0;
    }
}
