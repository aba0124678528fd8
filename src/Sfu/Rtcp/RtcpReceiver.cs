using Rtp.Rtcp;
using Sfu.Congestion;
using Sfu.Rooms;

namespace Sfu.Rtcp;

/// <summary>Takes what a peer says in RTCP to the streams that it is about.</summary>
internal sealed class RtcpReceiver(ParticipantMedia media, DownlinkControl downlink, RoundTrip roundTrip, WallClock clock)
{
    // A datagram can name some thousand packets in a few bytes each; more than a receiver can have lost at once is not answered.
    private const int MaximumRetransmissionsPerDatagram = 256;

    /// <summary>Datagrams that were not RTCP, wholly or in part.</summary>
    public long Malformed { get; private set; }

    /// <summary>Takes a decrypted datagram.</summary>
    public void Receive(ReadOnlySpan<byte> datagram, MediaTime now)
    {
        int retransmissions = 0;
        var reader = new RtcpReader(datagram);
        while (reader.MoveNext())
        {
            RtcpPacket packet = reader.Current;
            switch (packet.Kind)
            {
                case RtcpKind.SenderReport when SenderReport.TryParse(packet, out SenderReport report):
                    ReceiveSenderReport(report, now);
                    ReceiveBlocks(report.Blocks, now);
                    break;
                case RtcpKind.ReceiverReport when ReceiverReport.TryParse(packet, out ReceiverReport report):
                    ReceiveBlocks(report.Blocks, now);
                    break;
                case RtcpKind.Bye when Bye.TryParse(packet, out Bye bye):
                    ReceiveBye(bye);
                    break;
                case RtcpKind.Nack when Nack.TryParse(packet, out Nack nack):
                    ReceiveNack(nack, now, ref retransmissions);
                    break;
                case RtcpKind.PictureLossIndication when PictureLossIndication.TryParse(packet, out PictureLossIndication indication):
                    media.FindOutgoing(indication.MediaSsrc)?.RequestKeyframe();
                    break;
                case RtcpKind.TransportFeedback when TransportFeedback.TryParse(packet, out TransportFeedback feedback):
                    downlink.Receive(feedback, now);
                    break;
                case RtcpKind.ApplicationLayerFeedback when ReceiverEstimate.TryParse(packet, out ReceiverEstimate estimate):
                    downlink.ReceiveEstimate(estimate.BitsPerSecond, now);
                    break;
                case RtcpKind.FullIntraRequest when FullIntraRequest.TryParse(packet, out FullIntraRequest request):
                    ReceiveFullIntraRequest(request);
                    break;
            }
        }

        if (reader.IsMalformed)
        {
            Malformed++;
        }
    }

    private void ReceiveSenderReport(in SenderReport report, MediaTime now)
    {
        if (media.Receiver.Find(report.Ssrc) is { } stream)
        {
            stream.NoteSenderReport(report.Time, report.RtpTimestamp, now);
            media.Clock.Update(report.Time, clock.UnixMicroseconds(now), now);
        }
    }

    private void ReceiveBlocks(RtcpRecordList<ReportBlock> blocks, MediaTime now)
    {
        var receipt = default(ReportedReceipt);
        long? shortest = null;
        foreach (ReportBlock block in blocks)
        {
            if (media.FindOutgoing(block.Ssrc) is not { } stream)
            {
                continue;
            }

            if (RoundTripTime.TryCompute(clock.Ntp(now).Middle, block.LastSenderReport, block.DelaySinceLastSenderReport, out long time))
            {
                roundTrip.Add(time);
                shortest = Math.Min(shortest ?? time, time);
            }

            receipt += stream.NoteReport(block, roundTrip.Microseconds, now);
        }

        downlink.ReceiveReports(receipt, shortest, now);
    }

    private void ReceiveBye(in Bye bye)
    {
        foreach (RtcpSource source in bye.Sources)
        {
            media.EndSource(source.Ssrc);
        }
    }

    private void ReceiveNack(Nack nack, MediaTime now, ref int retransmissions)
    {
        if (media.FindOutgoing(nack.MediaSsrc) is not { } stream)
        {
            return;
        }

        while (retransmissions++ < MaximumRetransmissionsPerDatagram && nack.MoveNext())
        {
            stream.Retransmit(nack.Current, now, roundTrip.Microseconds);
        }
    }

    private void ReceiveFullIntraRequest(in FullIntraRequest request)
    {
        foreach (FullIntraRequestEntry entry in request.Entries)
        {
            media.FindOutgoing(entry.Ssrc)?.RequestKeyframe();
        }
    }
}
