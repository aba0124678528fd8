namespace Rtp.Rtcp;

/// <summary>One packet of a compound (RFC 3550 section 6.1), whose frame is checked and whose body is not.</summary>
public readonly ref struct RtcpPacket
{
    internal RtcpPacket(byte type, byte count, ReadOnlySpan<byte> body)
    {
        Type = type;
        Count = count;
        Body = body;
    }

    /// <summary>One of <see cref="RtcpPacketType"/>.</summary>
    public byte Type { get; }

    /// <summary>The five bits after the padding bit: a count of reports or sources, or a <see cref="RtcpFeedbackFormat"/>.</summary>
    public byte Count { get; }

    /// <summary>What follows the header of four bytes, without padding.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Which view reads this packet.</summary>
    public RtcpKind Kind => Type switch
    {
        RtcpPacketType.SenderReport => RtcpKind.SenderReport,
        RtcpPacketType.ReceiverReport => RtcpKind.ReceiverReport,
        RtcpPacketType.SourceDescription => RtcpKind.SourceDescription,
        RtcpPacketType.Bye => RtcpKind.Bye,
        RtcpPacketType.ExtendedReport => RtcpKind.ExtendedReport,
        RtcpPacketType.TransportLayerFeedback => Count switch
        {
            RtcpFeedbackFormat.Nack => RtcpKind.Nack,
            RtcpFeedbackFormat.TransportWide => RtcpKind.TransportFeedback,
            _ => RtcpKind.Unknown,
        },
        RtcpPacketType.PayloadSpecificFeedback => Count switch
        {
            RtcpFeedbackFormat.PictureLossIndication => RtcpKind.PictureLossIndication,
            RtcpFeedbackFormat.FullIntraRequest => RtcpKind.FullIntraRequest,
            RtcpFeedbackFormat.ApplicationLayer => RtcpKind.ApplicationLayerFeedback,
            _ => RtcpKind.Unknown,
        },
        _ => RtcpKind.Unknown,
    };
}
