using System.Runtime.CompilerServices;

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
    private const double CarefulFactor = 1.3;
    private const double HeadroomFactor = 1.4;

    // A probe that found so much of what it sent may have had more to find.
    private const double SuccessShare = 0.7;
    private const double FirstGain = 1.15;
    private const double SecondGain = 1.3;
    private const int CarefulSuccesses = 3;
    private const long CarefulInterval = 300_000;
    private const double UnsaturatedShare = 0.9;
    private const long Length = 30_000;
    private const int LeastPackets = 8;

    // What a token bucket or a radio frame lets through at once must not be taken for the rate. Of a probe a little above what the way carries most gets through
    // anyhow: so much is to be sent beyond what is known to get through, but not for so long that a queue grows on a slow way.
    private const long LeastBytes = 4_000;
    private const long LeastExcess = 2_500;
    private const long LongestLength = 55_000;
    private const long LongestCluster = 150_000;
    private const long Step = 2_000;
    private const long ResultTimeout = 1_000_000;

    // What a burst took is tried again at once, but not on a way that loses every probe.
    private const int MostRepeats = 2;
    private const long ShortestInterval = 1_500_000;
    private const long LongestInterval = 3_000_000;
    private const long CongestionPause = 3_000_000;

    private readonly SentPacketHistory _history;
    private ProbeCluster _cluster;
    private bool _sending;
    private bool _waiting;
    private double _estimateBefore;
    private double _goal;
    private double _next;
    private int _initial = 2;
    private int _successes;
    private int _repeats;
    private bool _settled;
    private MediaTime _earliest;
    private long _interval = ShortestInterval;

    /// <summary>Probes over a transport.</summary>
    public ProbeController(SentPacketHistory history) => _history = history;

    /// <summary>When <see cref="Advance"/> has something to ask for.</summary>
    public MediaTime NextDeadline { get; private set; } = MediaTime.Never;

    /// <summary>Probes begun.</summary>
    public int Count => _cluster.Id;

    /// <summary>
    /// Whether the last probe was one on a link in use. What it found counts only if all of it got through: that the link can be filled was known.
    /// </summary>
    public bool IsCareful { get; private set; }

    /// <summary>What the last probe found, in bits a second; 0 before the first one, and after congestion.</summary>
    public double Found { get; private set; }

    /// <summary>Bytes that the last probe sent, media among them.</summary>
    public long SentBytes { get; private set; }

    /// <summary>Packets of it.</summary>
    public long SentPackets { get; private set; }

    // Whether the receiver told of its last packet.
    private bool IsSettled
    {
        get
        {
            ref NumberedPacket last = ref _history.Find(_cluster.PacketsBefore + SentPackets - 1);
            return !Unsafe.IsNullRef(ref last) && last.Fate != SentPacketFate.Unknown;
        }
    }

    /// <summary>Whether a probe's result may still come.</summary>
    public bool IsAwaited(MediaTime now) => _waiting && now - _cluster.Start < ResultTimeout;

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

        if (_waiting)
        {
            if (IsAwaited(now))
            {
                return;
            }

            // Too little of it came to say anything.
            _waiting = false;
            Found = 0;
            _earliest = now + _interval;
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

        IsCareful = _repeats > 0 ? IsCareful : _initial == 0 && _next == 0 && !estimate.ApplicationLimited;
        _initial = Math.Max(0, _initial - 1);
        Begin(Math.Min(rate, wanted * HeadroomFactor), estimate, now);
    }

    /// <summary>What a probe's result is worth: null for nothing.</summary>
    public double? Judge(double bitsPerSecond)
    {
        if (!IsCareful)
        {
            return bitsPerSecond;
        }

        // A gap that another flow left for a moment lets a probe through, too: believed step by step only.
        return bitsPerSecond < _cluster.BitsPerSecond * UnsaturatedShare
            ? null
            : Math.Min(bitsPerSecond, _estimateBefore * (_successes == 0 ? FirstGain : SecondGain));
    }

    /// <summary>How many bytes are to be sent now: of what waits, else padding.</summary>
    public long Advance(MediaTime now)
    {
        if (!_sending || now < NextDeadline)
        {
            return 0;
        }

        SentBytes = _history.Bytes - _cluster.BytesBefore;
        SentPackets = _history.Count - _cluster.PacketsBefore;
        if ((SentBytes >= _goal && SentPackets >= LeastPackets) || now - _cluster.Start > LongestCluster)
        {
            End();
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

        _waiting = false;
        _repeats = 0;
        Found = bitsPerSecond;
        bool success = bitsPerSecond >= _cluster.BitsPerSecond * (IsCareful ? UnsaturatedShare : SuccessShare);
        _successes = success ? _successes + 1 : 0;
        _interval = success ? ShortestInterval : Math.Min(_interval * 3 / 2, LongestInterval);
        _next = success && (!IsCareful || _successes >= CarefulSuccesses) ? bitsPerSecond * FurtherFactor : 0;
        _earliest = now + (success ? CarefulInterval : _interval);
    }

    /// <summary>
    /// Feedback told nothing of what the way carries. If it comes after the last packet of the probe was told of, too much of that got lost on the way to say
    /// anything: it is sent once more.
    /// </summary>
    public void NoteNoResult(MediaTime now)
    {
        if (_sending || !_waiting || !IsSettled)
        {
            return;
        }

        // What was overtaken may come with the next feedback.
        if (!_settled)
        {
            _settled = true;
            return;
        }

        _waiting = false;
        Found = 0;
        _successes = 0;
        bool again = _repeats < MostRepeats;
        _next = again ? _cluster.BitsPerSecond : 0;
        _repeats = again ? _repeats + 1 : 0;
        _earliest = now + _interval;
    }

    /// <summary>Congestion: the probe that is under way ends.</summary>
    public void Abort(MediaTime now)
    {
        if (_sending)
        {
            End();
        }

        _waiting = false;
        Found = 0;
        _initial = 0;
        _next = 0;
        _successes = 0;
        _repeats = 0;
        _earliest = now + CongestionPause;
    }

    private void Begin(double rate, in DownlinkEstimate estimate, MediaTime now)
    {
        _cluster = new ProbeCluster(_cluster.Id + 1, rate, now, _history.Bytes, _history.Count);
        _history.Probe = _cluster.Id;
        _estimateBefore = estimate.BitsPerSecond;
        double known = Math.Min(_estimateBefore, rate / CarefulFactor);
        double revealing = Math.Min(LeastExcess * rate / (rate - known), rate * LongestLength / 8e6);
        _goal = Math.Max(rate * Length / 8e6, Math.Max(LeastBytes, revealing));
        _sending = true;
        _waiting = true;
        _settled = false;
        _next = 0;
        SentBytes = 0;
        SentPackets = 0;
        NextDeadline = now;
    }

    private void End()
    {
        _sending = false;
        _history.Probe = 0;
        NextDeadline = MediaTime.Never;
    }
}
