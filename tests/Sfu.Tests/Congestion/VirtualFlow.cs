using Rtp.Rtcp;
using Sfu.Congestion;
using Sfu.Streams.Incoming;
using Simulation.Network;
using Simulation.World;

namespace Sfu.Tests.Congestion;

/// <summary>
/// A sender whose encoder follows the estimate, over simulated links, with a receiver that gives transport-wide feedback: the estimator and the probes
/// alone, in virtual time.
/// </summary>
internal sealed class VirtualFlow
{
    private const int PacketSize = 1100;
    private const long FrameInterval = 33_333;
    private const long FeedbackInterval = 60_000;

    private readonly Schedule _schedule;
    private readonly Link _down;
    private readonly Link _up;
    private readonly SentPacketHistory _history = new();
    private readonly FeedbackAdapter _adapter;
    private readonly TransportFeedbackCollector _collector = new();
    private readonly long _application;
    private double _owed;
    private long _target;
    private MediaTime _targetAt;

    /// <summary>Starts to send.</summary>
    /// <param name="schedule">The time.</param>
    /// <param name="down">The way of the media; may be shared.</param>
    /// <param name="up">The way of the feedback.</param>
    /// <param name="application">Bits a second that it sends at most.</param>
    public VirtualFlow(Schedule schedule, Link down, Link up, long application = 2_500_000)
    {
        _schedule = schedule;
        _down = down;
        _up = up;
        _application = application;
        _adapter = new FeedbackAdapter(_history);
        Probes = new ProbeController(_history);
        schedule.At(schedule.Now, SendFrame);
        schedule.After(FeedbackInterval, SendFeedback);
        schedule.After(1_000, Probe);
    }

    public BandwidthEstimator Estimator { get; } = new();

    public ProbeController Probes { get; }

    public List<(MediaTime Time, DownlinkEstimate Estimate)> Trace { get; } = [];

    public long Estimate => Estimator.Estimate.BitsPerSecond;

    public long ReceivedBytes { get; private set; }

    /// <summary>Takes feedback that calls packets received which were never sent.</summary>
    public void ReceiveUnmatched(int packets) => Take(new FeedbackReport(0, 0, 0, 0, packets, 0), []);

    // The encoder hears of the estimate a while later.
    private void SendFrame()
    {
        if (_schedule.Now - _targetAt > 150_000)
        {
            _target = Estimator.Estimate.State == DownlinkState.Unknown ? Math.Min(300_000, _application) : Math.Min(Estimate, _application);
            _targetAt = _schedule.Now;
        }

        _owed += _target * FrameInterval / 8e6;
        int packets = (int)(_owed / PacketSize);
        long spacing = FrameInterval * 2 / 3 / Math.Max(1, packets);
        for (int i = 0; i < packets; i++)
        {
            _owed -= PacketSize;
            _schedule.After(i * spacing, () => Send(PacketSize, SentPacketKind.Video));
        }

        _schedule.After(FrameInterval, SendFrame);
    }

    private void Probe()
    {
        long padding = Probes.Advance(_schedule.Now);
        for (long sent = 0; sent < padding; sent += 320)
        {
            Send(292, SentPacketKind.Probe);
        }

        _schedule.After(1_000, Probe);
    }

    private void Send(int size, SentPacketKind kind)
    {
        ushort number = _history.NextNumber;
        _history.Add(kind, 1, 0, size, _schedule.Now);
        _down.Send(size, () =>
        {
            ReceivedBytes += size + 28;
            _collector.Add(number, _schedule.Now);
        });
    }

    private void SendFeedback()
    {
        while (_collector.NextDeadline <= _schedule.Now)
        {
            byte[] buffer = new byte[1200];
            var writer = new RtcpWriter(buffer);
            if (!_collector.TryWrite(ref writer, 1, 2, _schedule.Now))
            {
                break;
            }

            int length = writer.Length;
            _up.Send(length, () => Receive(buffer.AsSpan(0, length)));
        }

        _schedule.After(FeedbackInterval, SendFeedback);
    }

    private void Receive(ReadOnlySpan<byte> datagram)
    {
        foreach (RtcpPacket packet in new RtcpReader(datagram))
        {
            if (TransportFeedback.TryParse(packet, out TransportFeedback feedback))
            {
                FeedbackReport report = _adapter.Read(feedback, _schedule.Now);
                Take(report, _adapter.Results);
            }
        }
    }

    private void Take(in FeedbackReport report, ReadOnlySpan<PacketResult> results)
    {
        MediaTime now = _schedule.Now;
        Estimator.Update(report, results, Probes, report.RoundTrip, _history.Bytes, now);
        if (Estimator.Probed is { } probed)
        {
            Probes.NoteResult(probed, now);
        }
        else
        {
            Probes.NoteNoResult(now);
        }

        DownlinkEstimate estimate = Estimator.Estimate;
        if (estimate.State is DownlinkState.Congested or DownlinkState.Blind || Estimator.Overused)
        {
            Probes.Abort(now);
        }

        Probes.Consider(estimate, _application, now);
        Trace.Add((now, estimate));
    }
}
