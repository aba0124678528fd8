using Rtp;

namespace Sfu.Rtcp;

/// <summary>What the engine's clock is in the world's: sender reports carry the latter.</summary>
/// <param name="UnixMicrosecondsAtZero">Microseconds since 1970 at <see cref="MediaTime.Zero"/>.</param>
internal readonly record struct WallClock(long UnixMicrosecondsAtZero)
{
    /// <summary>Microseconds since 1970.</summary>
    public long UnixMicroseconds(MediaTime time) => UnixMicrosecondsAtZero + time.Microseconds;

    /// <summary>As NTP timestamp.</summary>
    public NtpTime Ntp(MediaTime time) => NtpTime.FromUnixMicroseconds(UnixMicroseconds(time));
}
