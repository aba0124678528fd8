namespace Rtp;

/// <summary>Tells apart what shares one port: STUN, DTLS, TURN channels, RTP and RTCP (RFC 7983 section 7, RFC 5761 section 4).</summary>
public static class PacketDemultiplexer
{
    private const int StunHeaderLength = 20;
    private const int DtlsRecordHeaderLength = 13;
    private const int TurnChannelHeaderLength = 4;

    // What SRTCP leaves in the clear: the first header and its SSRC (RFC 3711 section 3.4).
    private const int RtcpClearLength = 8;

    /// <summary>Classifies a datagram by its first two bytes and the least length of its kind. It validates nothing else.</summary>
    public static PacketKind Classify(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < TurnChannelHeaderLength)
        {
            return PacketKind.Unknown;
        }

        (PacketKind kind, int least) = datagram[0] switch
        {
            <= 3 => (PacketKind.Stun, StunHeaderLength),
            >= 20 and <= 63 => (PacketKind.Dtls, DtlsRecordHeaderLength),
            >= 64 and <= 79 => (PacketKind.TurnChannel, TurnChannelHeaderLength),
            >= 128 and <= 191 => IsRtcp(datagram[1]) ? (PacketKind.Rtcp, RtcpClearLength) : (PacketKind.Rtp, RtpHeader.FixedLength),
            _ => (PacketKind.Unknown, 0),
        };
        return datagram.Length >= least ? kind : PacketKind.Unknown;
    }

    // RTCP packet types 192 to 223 stand where RTP has a marker and the payload types 64 to 95, which are not to be used with it.
    private static bool IsRtcp(byte second) => second is >= 192 and <= 223;
}
