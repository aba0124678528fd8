using Load.Net;
using Rtp;
using Rtp.Rtcp;
using Sfu;
using Sfu.Streams.Incoming;

namespace Load.Clients;

/// <summary>What a client tells the server by RTCP, as a browser does: reports, transport-wide feedback, NACK, requests for keyframes.</summary>
internal sealed class ClientFeedback(ClientTransport transport, IReadOnlyList<PublishedStream> published, IReadOnlyList<ReceivedStream> received, LoadClock clock)
{
    private const int MaximumLength = 1150;
    private const int MaximumRequests = 128;

    // The source of the reports of a client that sends nothing.
    private const uint ReceiverSsrc = 1;
    private static readonly long ReportInterval = MediaTime.Seconds(1);

    private readonly TransportFeedbackCollector _arrivals = new();
    private readonly ushort[] _numbers = new ushort[MaximumRequests];
    private readonly ReportBlock[] _blocks = new ReportBlock[RtcpWriter.MaximumCount];
    private MediaTime _nextReport = MediaTime.Never;

    /// <summary>When something is due.</summary>
    public MediaTime NextDeadline
    {
        get
        {
            MediaTime next = MediaTime.Min(_nextReport, _arrivals.NextDeadline);
            foreach (ReceivedStream stream in received)
            {
                next = MediaTime.Min(next, stream.NextDeadline);
            }

            return next;
        }
    }

    private uint OwnSsrc => published.Count > 0 ? published[0].Ssrc : ReceiverSsrc;

    /// <summary>The connection is there.</summary>
    public void Start(MediaTime now) => _nextReport = now + (long)(ReportInterval * Random.Shared.NextDouble());

    /// <summary>Notes a packet with a transport-wide number.</summary>
    public void Add(ushort number, MediaTime now) => _arrivals.Add(number, now);

    /// <summary>Sends what is due.</summary>
    public void Advance(MediaTime now)
    {
        while (_arrivals.NextDeadline <= now)
        {
            var writer = new RtcpWriter(transport.Next[..MaximumLength]);
            if (!_arrivals.TryWrite(ref writer, OwnSsrc, received[0].Line.Ssrc, now))
            {
                break;
            }

            transport.SendRtcp(writer.Length);
        }

        foreach (ReceivedStream stream in received)
        {
            if (stream.NextDeadline <= now)
            {
                Request(stream, now);
            }
        }

        if (_nextReport <= now)
        {
            _nextReport = now + ReportInterval;
            Report(now);
        }
    }

    private void Request(ReceivedStream stream, MediaTime now)
    {
        int count = stream.TakeRequests(_numbers, now);
        var writer = new RtcpWriter(transport.Next[..MaximumLength]);
        if (count > 0)
        {
            Array.Sort(_numbers, 0, count);
            _ = Nack.Write(ref writer, OwnSsrc, stream.Line.Ssrc, _numbers.AsSpan(0, count));
        }

        if (stream.NeedsKeyframe)
        {
            stream.NeedsKeyframe = false;
            _ = new PictureLossIndication(OwnSsrc, stream.Line.Ssrc).TryWrite(ref writer);
        }

        transport.SendRtcp(writer.Length);
    }

    private void Report(MediaTime now)
    {
        int count = 0;
        foreach (ReceivedStream stream in received)
        {
            if (stream.Packets > 0 && count < _blocks.Length)
            {
                _blocks[count++] = stream.Report();
            }
        }

        var writer = new RtcpWriter(transport.Next[..MaximumLength]);
        ReadOnlySpan<ReportBlock> blocks = _blocks.AsSpan(0, count);
        foreach (PublishedStream stream in published)
        {
            stream.Report(ref writer, NtpTime.FromUnixMicroseconds(clock.UnixMicroseconds(now)), blocks);
            blocks = default;
        }

        if (published.Count == 0)
        {
            _ = ReceiverReport.TryWrite(ref writer, OwnSsrc, blocks);
        }

        _ = SourceDescription.TryWrite(ref writer, OwnSsrc, "load"u8);
        transport.SendRtcp(writer.Length);
    }
}
