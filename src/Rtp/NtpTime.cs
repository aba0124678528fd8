namespace Rtp;

/// <summary>
/// An instant of the wall clock as RTCP writes it: 32.32 fixed point seconds since 1900 (RFC 3550 section 4). It wraps in 2036, as
/// the format does.
/// </summary>
/// <param name="Value">Seconds in the upper 32 bits, their fraction in the lower.</param>
public readonly record struct NtpTime(ulong Value)
{
    private const ulong UnixEpochSeconds = 2_208_988_800;
    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>Whole seconds since 1900, modulo 2^32.</summary>
    public uint Seconds => (uint)(Value >> 32);

    /// <summary>The fraction of a second, in units of 2^-32 s.</summary>
    public uint Fraction => (uint)Value;

    /// <summary>
    /// The middle 32 bits, in units of 1/65536 s: what reports carry as "last SR" (RFC 3550 section 6.4.1) and "last RR"
    /// (RFC 3611 section 4.5).
    /// </summary>
    public uint Middle => (uint)(Value >> 16);

    /// <summary>From microseconds since 1970.</summary>
    public static NtpTime FromUnixMicroseconds(long microseconds)
    {
        (long seconds, long rest) = Math.DivRem(microseconds, MicrosecondsPerSecond);
        if (rest < 0)
        {
            seconds--;
            rest += MicrosecondsPerSecond;
        }

        // Rounded up, so that the way back (which rounds down) gives the same microsecond.
        ulong fraction = (((ulong)rest << 32) + MicrosecondsPerSecond - 1) / MicrosecondsPerSecond;
        return new NtpTime((((ulong)seconds + UnixEpochSeconds) << 32) + fraction);
    }

    /// <summary>
    /// To microseconds since 1970, for instants from 1968 to 2104 (RFC 4330 section 3: an upper bit of 0 means after 2036).
    /// </summary>
    public long ToUnixMicroseconds()
    {
        long seconds = Seconds;
        if ((Seconds & 0x8000_0000) == 0)
        {
            seconds += 1L << 32;
        }

        return ((seconds - (long)UnixEpochSeconds) * MicrosecondsPerSecond) + (long)(((ulong)Fraction * MicrosecondsPerSecond) >> 32);
    }

    /// <summary>A span in units of 1/65536 s, as microseconds.</summary>
    public static long ShortToMicroseconds(uint units) => (units * MicrosecondsPerSecond) >> 16;

    /// <summary>A span of microseconds in units of 1/65536 s; what is negative gives 0 and what is too long the greatest value.</summary>
    public static uint MicrosecondsToShort(long microseconds) => microseconds switch
    {
        <= 0 => 0,
        >= 65_536 * MicrosecondsPerSecond => uint.MaxValue,
        _ => (uint)((microseconds << 16) / MicrosecondsPerSecond),
    };
}
