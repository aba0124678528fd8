using Rtp.Rtcp;
using Sfu;

namespace Simulation.Senders;

/// <summary>
/// What a browser believes its way to the server carries, from transport-wide feedback: Google congestion control (draft-ietf-rmcat-gcc-02) with the
/// probes of libwebrtc, and the bound that its LossBasedBweV2 has for random losses.
/// </summary>
/// <param name="start">Bits a second to start with.</param>
/// <param name="maximum">The most that the browser has a use for.</param>
internal sealed class UplinkEstimator(long start, long maximum)
{
    private const long Minimum = 30_000;
    private const double LossBalance = 75_000;
    private const double LossOffset = 0.05;
    private const double LossSmoothing = 0.1;
    private const long RateWindow = 500_000;
    private const long ProbeInterval = 5_000_000;
    private const int LeastProbePackets = 4;

    private readonly Dictionary<ushort, SentPacket> _sent = [];
    private readonly Queue<(MediaTime Arrival, int Bytes)> _acknowledged = new();
    private readonly Dictionary<int, Probe> _probes = [];
    private readonly DelayTrend _trend = new();
    private readonly AimdRate _rate = new(start, Minimum, 2 * maximum);
    private MediaTime _lastProbe;
    private int _cluster;
    private int _received;
    private int _lost;
    private double _loss;

    /// <summary>Bits a second.</summary>
    public long Estimate => (long)_rate.BitsPerSecond;

    /// <summary>Bits a second that arrived of late.</summary>
    public double AcknowledgedRate { get; private set; }

    /// <summary>Is asked to send a probe: its rate and its number.</summary>
    public Action<long, int>? ProbeWanted { get; set; }

    /// <summary>Sends the first probes.</summary>
    public void Start(MediaTime now)
    {
        _rate.Start(now);
        RequestProbe(3 * start, now);
        RequestProbe(6 * start, now);
    }

    /// <summary>Notes a packet that left.</summary>
    public void NoteSent(ushort number, int bytes, int cluster, MediaTime now) => _sent[number] = new SentPacket(now, bytes, cluster);

    /// <summary>Takes feedback.</summary>
    public void Receive(TransportFeedback feedback, long roundTrip, MediaTime now)
    {
        long reference = feedback.ReferenceTime * (long)TransportFeedback.ReferenceMicroseconds;
        DelayState before = _trend.State;
        foreach (TransportFeedbackStatus status in feedback)
        {
            if (!status.Received)
            {
                NoteLost(status);
            }
            else if (_sent.Remove(status.SequenceNumber, out SentPacket packet))
            {
                _received++;
                var arrival = new MediaTime(reference + (status.SinceReference * TransportFeedback.DeltaMicroseconds));
                _acknowledged.Enqueue((arrival, packet.Bytes));
                _trend.Add(packet.Time, arrival);
                NoteProbe(packet, arrival, now);
            }
        }

        UpdateAcknowledged();
        _rate.Update(before, _trend.State, AcknowledgedRate, roundTrip, now);
        LimitByLoss();
        if (now - _lastProbe > ProbeInterval && _rate.BitsPerSecond < maximum && AcknowledgedRate < 0.65 * _rate.BitsPerSecond)
        {
            RequestProbe((long)(2 * _rate.BitsPerSecond), now);
        }
    }

    private void NoteLost(in TransportFeedbackStatus row)
    {
        // A packet that is reported later after all is found again, since it stays.
        for (int i = 0; i < row.Count; i++)
        {
            ushort number = (ushort)(row.SequenceNumber + i);
            if (_sent.TryGetValue(number, out SentPacket packet) && !packet.CountedLost)
            {
                _sent[number] = packet with { CountedLost = true };
                _lost++;
            }
        }
    }

    private void UpdateAcknowledged()
    {
        if (_acknowledged.Count == 0)
        {
            return;
        }

        MediaTime last = _acknowledged.Max(packet => packet.Arrival);
        while (_acknowledged.Peek().Arrival < last + -RateWindow)
        {
            _acknowledged.Dequeue();
        }

        long span = Math.Max(150_000, last - _acknowledged.Min(packet => packet.Arrival));
        AcknowledgedRate = _acknowledged.Sum(packet => packet.Bytes * 8L) * 1e6 / span;
    }

    private void LimitByLoss()
    {
        int all = _received + _lost;
        if (all >= 20)
        {
            _loss += ((_lost / (double)all) - _loss) * LossSmoothing;
            (_received, _lost) = (0, 0);
        }

        if (_loss > LossOffset)
        {
            _rate.Limit(LossBalance / (_loss - LossOffset));
        }
    }

    private void RequestProbe(long rate, MediaTime now)
    {
        _lastProbe = now;
        _cluster++;
        _probes[_cluster] = new Probe(Math.Min(rate, 2 * maximum));
        ProbeWanted?.Invoke(Math.Min(rate, 2 * maximum), _cluster);
    }

    private void NoteProbe(in SentPacket packet, MediaTime arrival, MediaTime now)
    {
        if (packet.Cluster == 0 || !_probes.TryGetValue(packet.Cluster, out Probe? probe))
        {
            return;
        }

        if (probe.Add(packet.Time, arrival, packet.Bytes) < LeastProbePackets || probe.Rate is not { } rate)
        {
            return;
        }

        if (rate > _rate.BitsPerSecond && _trend.State != DelayState.Overuse)
        {
            _rate.Raise(rate);
            if (rate > 0.7 * probe.Wanted && rate < maximum && !probe.Continued)
            {
                probe.Continued = true;
                RequestProbe((long)(2 * rate), now);
            }
        }
    }

    private readonly record struct SentPacket(MediaTime Time, int Bytes, int Cluster, bool CountedLost = false);
}
