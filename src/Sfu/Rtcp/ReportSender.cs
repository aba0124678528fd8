using Rtp.Rtcp;
using Sfu.Rooms;
using Sfu.Streams.Incoming;
using Sfu.Streams.Outgoing;
using Sfu.Transports;

namespace Sfu.Rtcp;

/// <summary>
/// Sends sender reports (for what the peer receives), receiver reports (for what it sends) and canonical names, as compound packets
/// (RFC 3550 section 6.1) that fit in one datagram each.
/// </summary>
internal sealed class ReportSender(PeerTransport transport, ParticipantMedia media, WallClock clock)
{
    // What browsers do for video: often enough to keep sound and picture together and to measure the round trip.
    private const long Interval = 1_000_000;
    private const long FirstInterval = 100_000;

    // A sender report with its canonical name.
    private const int RoomForOneReport = 28 + 32;

    private int _next;

    /// <summary>When reports are due.</summary>
    public MediaTime NextDeadline { get; private set; } = MediaTime.Never;

    /// <summary>The transport is connected. The first reports follow soon: lip sync waits for them.</summary>
    public void Start(MediaTime now) => NextDeadline = now + FirstInterval;

    /// <summary>Sends what is due.</summary>
    public void Advance(MediaTime now)
    {
        if (NextDeadline > now)
        {
            return;
        }

        NextDeadline = now + Interval;
        Span<ReportBlock> room = stackalloc ReportBlock[RtcpWriter.MaximumCount];
        ReadOnlySpan<ReportBlock> blocks = room[..CollectBlocks(room, now)];
        _next = 0;
        Span<byte> buffer = stackalloc byte[PeerTransport.RtcpBufferSize];
        do
        {
            var writer = new RtcpWriter(buffer[..PeerTransport.MaximumRtcpLength]);
            WriteReports(ref writer, blocks, now);
            transport.SendRtcp(buffer, writer.Length);
            blocks = default;
        }
        while (_next < media.Outgoing.Count);
    }

    private void WriteReports(ref RtcpWriter writer, ReadOnlySpan<ReportBlock> blocks, MediaTime now)
    {
        bool any = false;
        for (; _next < media.Outgoing.Count && writer.Free.Length >= RoomForOneReport; _next++)
        {
            OutgoingStream stream = media.Outgoing[_next];
            if (stream.Packets == 0 || !stream.TryTimestampAt(clock.UnixMicroseconds(now), out uint timestamp))
            {
                continue;
            }

            SenderReport.TryWrite(ref writer, stream.Ssrc, clock.Ntp(now), timestamp, stream.Packets, stream.PayloadBytes, any ? default : blocks);
            SourceDescription.TryWrite(ref writer, stream.Ssrc, stream.CanonicalName);
            any = true;
        }

        if (!any)
        {
            ReceiverReport.TryWrite(ref writer, ParticipantMedia.FeedbackSsrc, blocks);
            SourceDescription.TryWrite(ref writer, ParticipantMedia.FeedbackSsrc, media.CanonicalName);
        }
    }

    private int CollectBlocks(Span<ReportBlock> blocks, MediaTime now)
    {
        int count = 0;
        foreach (IncomingStream stream in media.Receiver.Streams)
        {
            if (count == blocks.Length)
            {
                break;
            }

            blocks[count++] = stream.Report(now);
        }

        return count;
    }
}
