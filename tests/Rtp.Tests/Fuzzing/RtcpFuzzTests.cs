using Fuzzing;
using Rtp.Rtcp;

namespace Rtp.Tests.Fuzzing;

public class RtcpFuzzTests
{
    [Fact]
    public void Any_bytes_are_read_as_rtcp_as_far_as_they_are() => Fuzzer.Run("RTCP", Corpus.RtcpDatagrams, datagram =>
    {
        foreach (RtcpPacket packet in new RtcpReader(datagram))
        {
            ReadReports(packet);
            ReadFeedback(packet, datagram.Length);
        }
    });

    private static void ReadReports(RtcpPacket packet)
    {
        if (SenderReport.TryParse(packet, out SenderReport senderReport))
        {
            FuzzCheck.That(packet.Kind == RtcpKind.SenderReport && senderReport.Blocks.Count == packet.Count);
            ReadBlocks(senderReport.Blocks);
        }

        if (ReceiverReport.TryParse(packet, out ReceiverReport receiverReport))
        {
            FuzzCheck.That(packet.Kind == RtcpKind.ReceiverReport && receiverReport.Blocks.Count == packet.Count);
            ReadBlocks(receiverReport.Blocks);
        }

        if (SourceDescription.TryParse(packet, out SourceDescription description))
        {
            int bytes = 0;
            foreach (SdesItem item in description)
            {
                bytes += 2 + item.Text.Length;
            }

            FuzzCheck.That(packet.Kind == RtcpKind.SourceDescription && bytes <= packet.Body.Length);
        }

        if (Bye.TryParse(packet, out Bye bye))
        {
            FuzzCheck.That(packet.Kind == RtcpKind.Bye && bye.Sources.Count == packet.Count);
            FuzzCheck.That(bye.Reason.Length < 256);
        }
    }

    private static void ReadBlocks(RtcpRecordList<ReportBlock> blocks)
    {
        Span<byte> written = stackalloc byte[ReportBlock.Length];
        foreach (ReportBlock block in blocks)
        {
            block.Write(written);
            FuzzCheck.That(ReportBlock.Read(written) == block);
        }
    }

    private static void ReadFeedback(RtcpPacket packet, int most)
    {
        if (Nack.TryParse(packet, out Nack nack))
        {
            int count = 0;
            foreach (ushort number in nack)
            {
                count++;
            }

            FuzzCheck.That(packet.Kind == RtcpKind.Nack && count > 0 && count <= packet.Body.Length / 4 * 17);
        }

        if (PictureLossIndication.TryParse(packet, out _))
        {
            FuzzCheck.That(packet.Kind == RtcpKind.PictureLossIndication);
        }

        if (FullIntraRequest.TryParse(packet, out FullIntraRequest request))
        {
            FuzzCheck.That(packet.Kind == RtcpKind.FullIntraRequest && request.Entries.Count > 0);
        }

        if (ReceiverEstimate.TryParse(packet, out ReceiverEstimate estimate))
        {
            FuzzCheck.That(packet.Kind == RtcpKind.ApplicationLayerFeedback && estimate.BitsPerSecond >= 0);
        }

        if (TransportFeedback.TryParse(packet, out TransportFeedback feedback))
        {
            FuzzCheck.That(packet.Kind == RtcpKind.TransportFeedback);
            int steps = 0;
            int statuses = 0;
            foreach (TransportFeedbackStatus status in feedback)
            {
                steps++;
                statuses += status.Count;
            }

            // However many statuses are claimed, the work is bounded by the bytes: a chunk gives at most fourteen steps, or a step a delta.
            FuzzCheck.That(statuses == feedback.StatusCount && steps <= most * 7);
        }
    }
}
