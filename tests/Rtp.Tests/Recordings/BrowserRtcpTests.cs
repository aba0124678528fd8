using System.Text;
using Rtp.HeaderExtensions;
using Rtp.Rtcp;

namespace Rtp.Tests.Recordings;

public class BrowserRtcpTests
{
    [Fact]
    public void Every_datagram_is_whole_and_of_kinds_that_are_read()
    {
        var kinds = new HashSet<RtcpKind>();
        foreach (byte[] datagram in Recording.Vp8.Rtcp)
        {
            var reader = new RtcpReader(datagram);
            while (reader.MoveNext())
            {
                kinds.Add(reader.Current.Kind);
            }

            Assert.False(reader.IsMalformed);
        }

        Assert.True(kinds.SetEquals(
        [
            RtcpKind.SenderReport, RtcpKind.ReceiverReport, RtcpKind.SourceDescription, RtcpKind.ExtendedReport, RtcpKind.TransportFeedback,
        ]));
    }

    [Fact]
    public void Reports_written_again_are_the_same_bytes()
    {
        int reports = 0;
        foreach (byte[] datagram in Recording.Vp8.Rtcp)
        {
            byte[] copy = new byte[datagram.Length];
            var writer = new RtcpWriter(copy);
            foreach (RtcpPacket packet in new RtcpReader(datagram))
            {
                if (!TryCopy(packet, ref writer))
                {
                    break;
                }
            }

            Assert.Equal(datagram[..writer.Length], writer.Written.ToArray());
            reports += writer.Length == datagram.Length ? 1 : 0;
        }

        Assert.Equal(9, reports);
    }

    [Fact]
    public void Feedback_reports_on_each_packet_that_was_sent_once_and_in_order()
    {
        var sent = new HashSet<ushort>();
        ushort? next = null;
        byte count = 0;
        int reported = 0;
        long? arrival = null;
        foreach (byte[] packet in Recording.Vp8.Packets)
        {
            if (RtpHeader.TryParse(packet, out RtpHeader header)
                && TransportSequenceNumber.TryRead(
                    Recording.Vp8.Value(packet, header, HeaderExtensionUri.TransportSequenceNumber), out ushort number))
            {
                sent.Add(number);
                continue;
            }

            foreach (RtcpPacket rtcp in new RtcpReader(packet))
            {
                if (!TransportFeedback.TryParse(rtcp, out TransportFeedback feedback))
                {
                    Assert.NotEqual(RtcpKind.TransportFeedback, rtcp.Kind);
                    continue;
                }

                Assert.Equal(next ?? feedback.BaseSequenceNumber, feedback.BaseSequenceNumber);
                Assert.Equal(next is null ? feedback.FeedbackCount : (byte)(count + 1), feedback.FeedbackCount);
                count = feedback.FeedbackCount;
                next = (ushort)(feedback.BaseSequenceNumber + feedback.StatusCount);
                foreach (TransportFeedbackStatus status in feedback)
                {
                    reported++;
                    Assert.True(status.Received);
                    Assert.Contains(status.SequenceNumber, sent);
                    long time = (feedback.ReferenceTime * 256L) + status.SinceReference;
                    Assert.InRange(time - (arrival ?? time), 0, 4000);
                    arrival = time;
                }
            }
        }

        Assert.True(reported > 100);
    }

    [Fact]
    public void Feedback_built_again_says_the_same_in_no_more_bytes()
    {
        int packets = 0;
        foreach (byte[] datagram in Recording.Vp8.Rtcp)
        {
            foreach (RtcpPacket rtcp in new RtcpReader(datagram))
            {
                if (!TransportFeedback.TryParse(rtcp, out TransportFeedback feedback))
                {
                    continue;
                }

                byte[] built = new byte[1200];
                var writer = new TransportFeedbackWriter(
                    built, feedback.SenderSsrc, feedback.MediaSsrc, feedback.BaseSequenceNumber, feedback.FeedbackCount);
                foreach (TransportFeedbackStatus status in feedback)
                {
                    long units = (feedback.ReferenceTime * 256L) + status.SinceReference;
                    Assert.True(writer.TryAdd(status.SequenceNumber, units * TransportFeedback.DeltaMicroseconds));
                }

                int length = writer.Finish();
                Assert.True(length <= datagram.Length);
                var again = new RtcpReader(built.AsSpan(..length));
                Assert.True(again.MoveNext());
                Assert.True(TransportFeedback.TryParse(again.Current, out TransportFeedback same));
                foreach (TransportFeedbackStatus status in feedback)
                {
                    Assert.True(same.MoveNext());
                    Assert.Equal(status.SequenceNumber, same.Current.SequenceNumber);
                    Assert.Equal(
                        (feedback.ReferenceTime * 256L) + status.SinceReference, (same.ReferenceTime * 256L) + same.Current.SinceReference);
                }

                Assert.False(same.MoveNext());
                packets++;
            }
        }

        Assert.True(packets > 10);
    }

    private static bool TryCopy(RtcpPacket packet, ref RtcpWriter writer)
    {
        if (SenderReport.TryParse(packet, out SenderReport sender))
        {
            return SenderReport.TryWrite(
                ref writer, sender.Ssrc, sender.Time, sender.RtpTimestamp, sender.PacketCount, sender.OctetCount, Copy(sender.Blocks));
        }

        if (ReceiverReport.TryParse(packet, out ReceiverReport receiver))
        {
            return ReceiverReport.TryWrite(ref writer, receiver.Ssrc, Copy(receiver.Blocks));
        }

        if (SourceDescription.TryParse(packet, out SourceDescription description))
        {
            Assert.True(description.MoveNext());
            Assert.Equal(SdesItemType.CanonicalName, description.Current.Type);
            Assert.NotEmpty(Encoding.UTF8.GetString(description.Current.Text));
            return SourceDescription.TryWrite(ref writer, description.Current.Ssrc, description.Current.Text);
        }

        // What nothing reads goes over as it is.
        if (packet.Kind == RtcpKind.ExtendedReport && writer.TryReserve(packet.Type, packet.Count, packet.Body.Length, out Span<byte> body))
        {
            packet.Body.CopyTo(body);
            return true;
        }

        return false;
    }

    private static T[] Copy<T>(RtcpRecordList<T> blocks)
        where T : struct, IRtcpRecord<T>
    {
        T[] copy = new T[blocks.Count];
        for (int i = 0; i < copy.Length; i++)
        {
            copy[i] = blocks[i];
        }

        return copy;
    }
}
