namespace Rtp.Codecs;

/// <summary>What the table of contents of an Opus packet says (RFC 6716 section 3.1).</summary>
/// <param name="DurationMicroseconds">How long the packet plays, 2.5 ms to 120 ms.</param>
/// <param name="FrameCount">How many frames it has, 1 to 48.</param>
/// <param name="IsStereo">Whether it is coded in stereo.</param>
/// <param name="IsDtx">
/// Whether it holds no audio but keeps the stream alive: of at most two bytes, as the encoder marks packets that need not be sent.
/// </param>
public readonly record struct OpusPacket(int DurationMicroseconds, int FrameCount, bool IsStereo, bool IsDtx)
{
    /// <summary>Ticks of the media timestamp in a second, whatever the audio's bandwidth (RFC 7587 section 4.1).</summary>
    public const int ClockRate = 48_000;

    private const int LongestMicroseconds = 120_000;
    private const int LongestDtx = 2;
    private const int FrameCountMask = 0x3F;
    private const byte StereoBit = 0x04;

    /// <summary>How long the packet plays, in ticks of the media timestamp.</summary>
    public int DurationTicks => DurationMicroseconds * (ClockRate / 1000) / 1000;

    /// <summary>Reads a payload.</summary>
    /// <returns>False when it is empty, lacks its second byte, or lasts longer than 120 ms (RFC 6716 section 3.2.5).</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out OpusPacket packet)
    {
        packet = default;
        if (payload.IsEmpty)
        {
            return false;
        }

        // The frame count code: one frame, two, two with a length between, or as many as the second byte says.
        int code = payload[0] & 3;
        if (code >= 2 && payload.Length < 2)
        {
            return false;
        }

        int frames = code switch
        {
            0 => 1,
            3 => payload[1] & FrameCountMask,
            _ => 2,
        };
        int duration = FrameMicroseconds(payload[0] >> 3) * frames;
        if (duration is 0 or > LongestMicroseconds)
        {
            return false;
        }

        packet = new OpusPacket(duration, frames, (payload[0] & StereoBit) != 0, payload.Length <= LongestDtx);
        return true;
    }

    // RFC 6716 table 2.
    private static int FrameMicroseconds(int configuration) => configuration switch
    {
        < 12 => (configuration & 3) switch
        {
            0 => 10_000,
            1 => 20_000,
            2 => 40_000,
            _ => 60_000,
        },
        < 16 => (configuration & 1) == 0 ? 10_000 : 20_000,
        _ => 2_500 << (configuration & 3),
    };
}
