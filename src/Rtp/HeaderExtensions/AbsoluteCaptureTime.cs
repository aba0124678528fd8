using System.Buffers.Binary;

namespace Rtp.HeaderExtensions;

/// <summary>
/// When the first audio sample or the video frame of a packet was captured, by the capturer's clock, and how far the sender's clock
/// is from that one (http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time).
/// </summary>
/// <param name="Captured">The capture time.</param>
/// <param name="ClockOffset">
/// The capture clock minus the sender's clock in signed 32.32 fixed point seconds, or null where the sender does not say.
/// </param>
public readonly record struct AbsoluteCaptureTime(NtpTime Captured, long? ClockOffset)
{
    /// <summary>Bytes of the value without the clock offset.</summary>
    public const int ShortLength = 8;

    /// <summary>Bytes of the value with the clock offset.</summary>
    public const int LongLength = 16;

    /// <summary>Bytes of this value.</summary>
    public int Length => ClockOffset.HasValue ? LongLength : ShortLength;

    /// <summary>Reads the value.</summary>
    /// <returns>False when its length is wrong.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out AbsoluteCaptureTime value)
    {
        if (data.Length is not (ShortLength or LongLength))
        {
            value = default;
            return false;
        }

        var captured = new NtpTime(BinaryPrimitives.ReadUInt64BigEndian(data));
        value = new AbsoluteCaptureTime(
            captured, data.Length == LongLength ? BinaryPrimitives.ReadInt64BigEndian(data[ShortLength..]) : null);
        return true;
    }

    /// <summary>Writes the value to the start of a span of at least <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> data)
    {
        BinaryPrimitives.WriteUInt64BigEndian(data, Captured.Value);
        if (ClockOffset is { } offset)
        {
            BinaryPrimitives.WriteInt64BigEndian(data[ShortLength..], offset);
        }
    }
}
