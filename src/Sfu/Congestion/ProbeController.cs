namespace Sfu.Congestion;

/// <summary>
/// Decides when to probe and how high (libwebrtc's ProbeController and BitrateProber): twice right at the start, further as long as a probe finds more,
/// and now and then while less can be sent than is wished for. At the first congestion a probe ends, and none follows for a while. Unlike
/// libwebrtc it probes while the link is in use, too, if only a little above the estimate: a server does not see what its publishers could send.
/// </summary>
internal sealed class ProbeController
{
    private const double FirstFactor = 3;
    private const double SecondFactor = 6;
    private const double FurtherFactor = 2;
    private const double CarefulFactor = 1.4;

    // A probe that found so much of what it sent may have had more to find.
    private const double SuccessShare = 0.7;
    private const double WorthwhileGain = 1.1;
    private const long Length = 30_000;
    private const int LeastPackets = 8;

    // What a token bucket or a radio frame lets through at once must not be taken for the rate.
    private const long LeastBytes = 5_000;
    private const long LongestCluster = 150_000;
    private const long Step = 2_000;
    private const long ResultTimeout = 1_000_000;
    private const long ShortestInterval = 1_500_000;
    private const long LongestInterval = 3_000_000;
    private const long CongestionPause = 1_500_000;

    private readonly SentPacketHistory _history;
    private ProbeCluster _cluster;
    private bool _sending;
    private bool _waiting;
    private double _estimateBefore;
    private double _next;
    private int _initial = 2;
    private MediaTime _earliest;
    private long _interval = ShortestInterval;

    /// <summary>Probes over a transport.</summary>
    public ProbeController(SentPacketHistory history) => _history = history;

    /// <summary>When <see cref="Advance"/> has padding to ask for.</summary>
    public MediaTime NextDeadline { get; private set; } = MediaTime.Never;

    /// <summary>Probes begun.</summary>
    public int Count => _cluster.Id;

    /// <summary>Bytes that the last probe sent, media among them.</summary>
    public long SentBytes { get; private set; }

    /// <summary>Packets of it.</summary>
    public long SentPackets { get; private set; }

    /// <summary>Begins a probe when it is time for one.</summary>
    /// <param name="estimate">What is known.</param>
    /// <param name="wanted">What would be sent if it got through, in bits a second.</param>
    /// <param name="now">The time.</param>
    public void Consider(in DownlinkEstimate estimate, long wanted, MediaTime now)
    {
        if (_sending || wanted <= estimate.BitsPerSecond)
        {
            return;
        }

        if (_waiting && now - _cluster.Start < ResultTimeout)
        {
            return;
        }

        double rate = _next;
        if (_initial > 0)
        {
            rate = estimate.BitsPerSecond * (_initial == 2 ? FirstFactor : SecondFactor);
        }
        else if (rate == 0)
        {
            if (now < _earliest)
            {
                return;
            }

            rate = estimate.BitsPerSecond * (estimate.ApplicationLimited ? FurtherFactor : CarefulFactor);
        }

        _initial = Math.Max(0, _initial - 1);
        Begin(Math.Min(rate, wanted * CarefulFactor), estimate, now);
    }

    /// <summary>How many bytes of padding are to be sent now.</summary>
    public long Advance(MediaTime now)
    {
        if (!_sending || now < NextDeadline)
        {
            return 0;
        }

        SentBytes = _history.Bytes - _cluster.BytesBefore;
        SentPackets = _history.Count - _cluster.PacketsBefore;
        double goal = Math.Max(_cluster.BitsPerSecond * Length / 8e6, LeastBytes);
        if ((SentBytes >= goal && SentPackets >= LeastPackets) || now - _cluster.Start > LongestCluster)
        {
            End(now);
            return 0;
        }

        NextDeadline = now + Step;

        // A step ahead, so that the first packets leave at once.
        return Math.Max(1, (long)(_cluster.BitsPerSecond * (now - _cluster.Start + Step) / 8e6) - SentBytes);
    }

    /// <summary>A probe found something.</summary>
    public void NoteResult(double bitsPerSecond, MediaTime now)
    {
        if (!_waiting)
        {
            return;
        }

        _waiting = _sending;
        if (bitsPerSecond >= _estimateBefore * WorthwhileGain)
        {
            _interval = ShortestInterval;
            _next = bitsPerSecond >= _cluster.BitsPerSecond * SuccessShare ? bitsPerSecond * FurtherFactor : 0;
        }
        else
        {
            _interval = Math.Min(_interval * 3 / 2, LongestInterval);
            _next = 0;
        }

        _earliest = now + _interval;
    }

    /// <summary>Congestion: the probe that is under way ends.</summary>
    public void Abort(MediaTime now)
    {
        if (_sending)
        {
            End(now);
        }

        _waiting = false;
        _initial = 0;
        _next = 0;
        _earliest = now + CongestionPause;
    }

    private void Begin(double rate, in DownlinkEstimate estimate, MediaTime now)
    {
        _cluster = new ProbeCluster(_cluster.Id + 1, rate, now, _history.Bytes, _history.Count);
        _history.Probe = _cluster.Id;
        _estimateBefore = estimate.BitsPerSecond;
        _sending = true;
        _waiting = true;
        _next = 0;
        _earliest = now + _interval;
        SentBytes = 0;
        SentPackets = 0;
        NextDeadline = now;
    }

    private void End(MediaTime now)
    {
        _sending = false;
        _history.Probe = 0;
        NextDeadline = MediaTime.Never;
        _earliest = now + _interval;
    }
}
