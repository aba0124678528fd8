namespace Rtp.Rtcp;

/// <summary>Packet types of RTCP (RFC 3550 section 12.1, RFC 4585 section 6.1, RFC 3611 section 2).</summary>
public static class RtcpPacketType
{
    /// <summary>SR.</summary>
    public const byte SenderReport = 200;

    /// <summary>RR.</summary>
    public const byte ReceiverReport = 201;

    /// <summary>SDES.</summary>
    public const byte SourceDescription = 202;

    /// <summary>BYE.</summary>
    public const byte Bye = 203;

    /// <summary>APP.</summary>
    public const byte Application = 204;

    /// <summary>RTPFB: feedback about transport.</summary>
    public const byte TransportLayerFeedback = 205;

    /// <summary>PSFB: feedback about the payload.</summary>
    public const byte PayloadSpecificFeedback = 206;

    /// <summary>XR.</summary>
    public const byte ExtendedReport = 207;
}
