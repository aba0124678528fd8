namespace Rtp.Rtcp;

/// <summary>FIR (RFC 5104 section 4.3.1): asks streams for a keyframe each.</summary>
public readonly ref struct FullIntraRequest
{
    private FullIntraRequest(uint senderSsrc, ReadOnlySpan<byte> entries)
    {
        SenderSsrc = senderSsrc;
        Entries = new RtcpRecordList<FullIntraRequestEntry>(entries);
    }

    /// <summary>Who asks.</summary>
    public uint SenderSsrc { get; }

    /// <summary>The streams asked.</summary>
    public RtcpRecordList<FullIntraRequestEntry> Entries { get; }

    /// <summary>Reads the packet.</summary>
    /// <returns>False when it is another, or has no entry.</returns>
    public static bool TryParse(RtcpPacket packet, out FullIntraRequest request)
    {
        request = default;
        if (!FeedbackHeader.TryRead(
            packet,
            RtcpPacketType.PayloadSpecificFeedback,
            RtcpFeedbackFormat.FullIntraRequest,
            FeedbackHeader.Length + FullIntraRequestEntry.Length,
            out FeedbackHeader header))
        {
            return false;
        }

        request = new FullIntraRequest(header.SenderSsrc, packet.Body[FeedbackHeader.Length..]);
        return true;
    }

    /// <summary>Appends the packet. Its media source stays 0, as the entries name theirs.</summary>
    /// <returns>False when there is no room.</returns>
    public static bool TryWrite(ref RtcpWriter writer, uint senderSsrc, scoped ReadOnlySpan<FullIntraRequestEntry> entries)
    {
        int length = FeedbackHeader.Length + (entries.Length * FullIntraRequestEntry.Length);
        if (!writer.TryReserve(
            RtcpPacketType.PayloadSpecificFeedback, RtcpFeedbackFormat.FullIntraRequest, length, out Span<byte> body))
        {
            return false;
        }

        new FeedbackHeader(senderSsrc, 0).Write(body);
        RtcpRecordList<FullIntraRequestEntry>.Write(body[FeedbackHeader.Length..], entries);
        return true;
    }
}
