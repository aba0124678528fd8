namespace Rtp.Rtcp;

/// <summary>PLI (RFC 4585 section 6.3.1): the receiver has lost pictures and needs a keyframe.</summary>
/// <param name="SenderSsrc">Who asks.</param>
/// <param name="MediaSsrc">The stream that is to send a keyframe.</param>
public readonly record struct PictureLossIndication(uint SenderSsrc, uint MediaSsrc)
{
    /// <summary>Reads the packet.</summary>
    /// <returns>False when it is another, or cut off.</returns>
    public static bool TryParse(RtcpPacket packet, out PictureLossIndication indication)
    {
        bool parsed = FeedbackHeader.TryRead(
            packet,
            RtcpPacketType.PayloadSpecificFeedback,
            RtcpFeedbackFormat.PictureLossIndication,
            FeedbackHeader.Length,
            out FeedbackHeader header);
        indication = new PictureLossIndication(header.SenderSsrc, header.MediaSsrc);
        return parsed;
    }

    /// <summary>Appends the packet.</summary>
    /// <returns>False when there is no room.</returns>
    public bool TryWrite(ref RtcpWriter writer)
    {
        if (!writer.TryReserve(
            RtcpPacketType.PayloadSpecificFeedback, RtcpFeedbackFormat.PictureLossIndication, FeedbackHeader.Length, out Span<byte> body))
        {
            return false;
        }

        new FeedbackHeader(SenderSsrc, MediaSsrc).Write(body);
        return true;
    }
}
