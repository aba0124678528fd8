namespace Rtp.HeaderExtensions;

/// <summary>What a video shows (http://www.webrtc.org/experiments/rtp-hdrext/video-content-type).</summary>
/// <param name="Value">The byte as sent: bit 0 is the content, the others are experiments that pass through.</param>
public readonly record struct VideoContentType(byte Value)
{
    /// <summary>Bytes of the value.</summary>
    public const int Length = 1;

    /// <summary>A screen rather than a camera.</summary>
    public bool IsScreenShare => (Value & 1) != 0;

    /// <summary>Reads the value.</summary>
    /// <returns>False when its length is wrong.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out VideoContentType value)
    {
        value = data.Length == Length ? new VideoContentType(data[0]) : default;
        return data.Length == Length;
    }

    /// <summary>Writes the value to the start of a span of at least <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> data) => data[0] = Value;
}
