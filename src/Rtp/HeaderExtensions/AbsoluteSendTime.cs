namespace Rtp.HeaderExtensions;

/// <summary>
/// When a packet left its sender: 6.18 fixed point seconds, modulo 64 s
/// (http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time).
/// </summary>
/// <param name="Value">24 bits, in units of 2^-18 s.</param>
public readonly record struct AbsoluteSendTime(uint Value)
{
    /// <summary>Bytes of the value.</summary>
    public const int Length = 3;

    private const int FractionBits = 18;
    private const uint Mask = 0xFF_FFFF;
    private const long MicrosecondsPerSecond = 1_000_000;
    private const long MicrosecondsPerTurn = 64 * MicrosecondsPerSecond;

    /// <summary>From microseconds of any monotonic clock, rounded to the nearest unit.</summary>
    public static AbsoluteSendTime FromMicroseconds(long microseconds)
    {
        long inTurn = microseconds % MicrosecondsPerTurn;
        inTurn = inTurn < 0 ? inTurn + MicrosecondsPerTurn : inTurn;
        long units = ((inTurn << FractionBits) + (MicrosecondsPerSecond / 2)) / MicrosecondsPerSecond;
        return new AbsoluteSendTime((uint)units & Mask);
    }

    /// <summary>Microseconds from an earlier send time to this one, -32 s to 32 s along the shorter way around.</summary>
    public long MicrosecondsSince(AbsoluteSendTime earlier)
    {
        int units = (int)((Value - earlier.Value) << 8) >> 8;
        return (units * MicrosecondsPerSecond) >> FractionBits;
    }

    /// <summary>Reads the value.</summary>
    /// <returns>False when its length is wrong.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out AbsoluteSendTime value)
    {
        value = data.Length == Length ? new AbsoluteSendTime((uint)((data[0] << 16) | (data[1] << 8) | data[2])) : default;
        return data.Length == Length;
    }

    /// <summary>Writes the value to the start of a span of at least <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> data)
    {
        data[2] = (byte)Value;
        data[1] = (byte)(Value >> 8);
        data[0] = (byte)(Value >> 16);
    }
}
