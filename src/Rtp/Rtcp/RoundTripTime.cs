namespace Rtp.Rtcp;

/// <summary>
/// The round-trip time from an echoed time: last SR and delay since it (RFC 3550 section 6.4.1), or last RR and delay since it
/// (RFC 3611 section 4.5).
/// </summary>
public static class RoundTripTime
{
    // The three numbers are rounded apart, so a fast link can come out a little below zero.
    private const int RoundingUnits = 4;

    /// <summary>Computes the round-trip time.</summary>
    /// <param name="now">When the echo arrived, the <see cref="NtpTime.Middle"/> of the clock that was echoed.</param>
    /// <param name="last">The echoed time; 0 where there was none.</param>
    /// <param name="delay">How long the peer kept it, in units of 1/65536 s.</param>
    /// <param name="microseconds">The round-trip time.</param>
    /// <returns>False when nothing was echoed, or the peer claims to have kept it for longer than it was away.</returns>
    public static bool TryCompute(uint now, uint last, uint delay, out long microseconds)
    {
        int units = (int)(now - last - delay);
        microseconds = units > 0 ? NtpTime.ShortToMicroseconds((uint)units) : 0;
        return last != 0 && units >= -RoundingUnits;
    }
}
