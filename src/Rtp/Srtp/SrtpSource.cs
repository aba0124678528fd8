namespace Rtp.Srtp;

/// <summary>What a receiver remembers of an SSRC from which it got an authentic packet.</summary>
internal sealed class SrtpSource(uint ssrc)
{
    /// <summary>At 1,000 packets a second, a second of reordering.</summary>
    public const int RtpWindowSize = 1024;

    public const int RtcpWindowSize = 128;

    public uint Ssrc { get; } = ssrc;

    public ReplayWindow Rtp { get; } = new(RtpWindowSize);

    public ReplayWindow Rtcp { get; } = new(RtcpWindowSize);
}
