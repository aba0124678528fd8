using System.Buffers.Binary;
using Rtp;
using Rtp.HeaderExtensions;
using Rtp.Rtcp;
using Sfu;
using Sfu.Sdp;
using Sfu.Streams.Incoming;
using Simulation.Network;
using Simulation.Receivers;
using Simulation.Senders;
using Simulation.World;

namespace Simulation.Clients;

/// <summary>What a browser tells the server by RTCP, at the times at which libwebrtc does: reports, arrivals, what is missing.</summary>
internal sealed class BrowserFeedback(SimulatedBrowser browser, Simulator simulator)
{
    private const long UnixMicrosecondsAtZero = 1_800_000_000_000_000;
    private const long ReportInterval = 1_000_000;
    private const long MissingInterval = 20_000;

    // The interval of arrival reports follows their share of the bit rate: a twentieth, of some 68 bytes each.
    private const long LeastArrivalInterval = 50_000;
    private const long MostArrivalInterval = 250_000;
    private const double ArrivalReportBits = 68 * 8;

    private readonly ArrivalReporter _arrivals = new();
    private readonly DownlinkEstimator _estimator = new();
    private readonly Dictionary<uint, ReceptionStatistics> _received = [];
    private readonly Dictionary<uint, (uint Middle, MediaTime Arrival)> _senderReports = [];
    private readonly Dictionary<uint, VideoReceiver> _pictures = [];

    /// <summary>The browser's wall clock.</summary>
    public NtpTime Clock => NtpTime.FromUnixMicroseconds(UnixMicrosecondsAtZero + simulator.Now.Microseconds);

    /// <summary>Begins to report.</summary>
    public void Start()
    {
        simulator.Schedule.After(ReportInterval / 2, Report);
        simulator.Schedule.After(LeastArrivalInterval, ReportArrivals);
        simulator.Schedule.After(MissingInterval, RequestAllMissing);
    }

    /// <summary>Notes the transport-wide number of a packet or, where there are none, when it was sent.</summary>
    public void NoteArrival(in RtpHeader header, byte[] packet)
    {
        foreach (RtpExtensionElement element in header.Extensions(packet))
        {
            if (element.Id == browser.Profile.TransportSequenceExtension)
            {
                _arrivals.Add(BinaryPrimitives.ReadUInt16BigEndian(element.Data), simulator.Now);
            }
            else if (element.Id == browser.Profile.SendTimeExtension && EstimatesItself && AbsoluteSendTime.TryRead(element.Data, out AbsoluteSendTime time))
            {
                _estimator.Add(time, packet.Length + Link.Overhead, browser.RoundTrip, simulator.Now);
                TellEstimate();
            }
        }
    }

    /// <summary>Notes a packet of a source's own.</summary>
    public void NoteReceived(NegotiatedSection section, in RtpHeader header)
    {
        if (!_received.TryGetValue(header.Ssrc, out ReceptionStatistics statistics))
        {
            statistics = new ReceptionStatistics(section.Kind == MediaKind.Audio ? 48_000 : 90_000);
        }

        statistics.Receive(header.SequenceNumber, header.Timestamp, simulator.Now);
        _received[header.Ssrc] = statistics;
    }

    /// <summary>Notes a sender report, whose time the next report returns.</summary>
    public void NoteSenderReport(in SenderReport report) => _senderReports[report.Ssrc] = (report.Time.Middle, simulator.Now);

    /// <summary>Asks for what a source lacks.</summary>
    public void RequestMissing(uint ssrc, VideoReceiver receiver)
    {
        _pictures[ssrc] = receiver;
        Request(ssrc, receiver.Losses.TakeDue(browser.RoundTrip, again: false, simulator.Now));
    }

    /// <inheritdoc cref="RequestMissing(uint, VideoReceiver)"/>
    public void RequestMissing(uint ssrc, AudioReceiver receiver) => Request(ssrc, receiver.TakeMissing(browser.RoundTrip));

    private void Request(uint ssrc, ushort[] missing)
    {
        if (missing.Length > 0)
        {
            browser.SendRtcp((ref RtcpWriter writer) => Nack.Write(ref writer, browser.FeedbackSsrc, ssrc, missing));
        }
    }

    private bool EstimatesItself => browser.Profile is { Remb: true, TransportFeedback: false };

    private void TellEstimate()
    {
        if (_estimator.TryTake(simulator.Now, out long bitsPerSecond))
        {
            RtcpSource[] sources = [.. _received.Keys.Select(ssrc => new RtcpSource(ssrc))];
            browser.SendRtcp((ref RtcpWriter writer) => ReceiverEstimate.TryWrite(ref writer, browser.FeedbackSsrc, bitsPerSecond, sources));
        }
    }

    private void RequestAllMissing()
    {
        foreach ((uint ssrc, VideoReceiver receiver) in _pictures)
        {
            Request(ssrc, receiver.Losses.TakeDue(browser.RoundTrip, again: true, simulator.Now));
        }

        simulator.Schedule.After(MissingInterval, RequestAllMissing);
    }

    private void ReportArrivals()
    {
        if (browser.Profile.TransportFeedback)
        {
            browser.SendRtcp((ref RtcpWriter writer) => _arrivals.Write(ref writer, browser.FeedbackSsrc, _received.Keys.FirstOrDefault()));
        }

        double interval = ArrivalReportBits * 1e6 / (0.05 * browser.UplinkEstimate);
        simulator.Schedule.After(Math.Clamp((long)interval, LeastArrivalInterval, MostArrivalInterval), ReportArrivals);
    }

    private void Report()
    {
        ReportBlock[] blocks = [.. _received.Keys.ToList().Take(RtcpWriter.MaximumCount).Select(Block)];
        List<RtpStream> sending = [browser.Microphone.Stream, .. browser.Camera.Encodings.Select(encoding => encoding.Stream)];
        sending.RemoveAll(stream => stream.Packets == 0);
        browser.SendRtcp((ref RtcpWriter writer) =>
        {
            foreach (RtpStream stream in sending)
            {
                int rate = stream.Kind == MediaKind.Audio ? 48_000 : 90_000;
                uint timestamp = stream.LastTimestamp + (uint)((simulator.Now - stream.LastCaptured) * rate / 1_000_000);
                SenderReport.TryWrite(ref writer, stream.Ssrc, Clock, timestamp, stream.Packets, stream.PayloadBytes, blocks);
                blocks = [];
            }

            if (sending.Count == 0)
            {
                ReceiverReport.TryWrite(ref writer, browser.FeedbackSsrc, blocks);
            }
        });
        simulator.Schedule.After(ReportInterval, Report);
    }

    private ReportBlock Block(uint ssrc)
    {
        ReceptionStatistics statistics = _received[ssrc];
        (uint middle, MediaTime arrival) = _senderReports.GetValueOrDefault(ssrc);
        var block = new ReportBlock
        {
            Ssrc = ssrc,
            FractionLost = statistics.TakeFractionLost(),
            CumulativeLost = (int)Math.Clamp(statistics.CumulativeLost, -0x80_0000, 0x7F_FFFF),
            ExtendedHighestSequenceNumber = (uint)statistics.Highest,
            Jitter = statistics.Jitter,
            LastSenderReport = middle,
            DelaySinceLastSenderReport = middle == 0 ? 0 : NtpTime.MicrosecondsToShort(simulator.Now - arrival),
        };
        _received[ssrc] = statistics;
        return block;
    }
}
