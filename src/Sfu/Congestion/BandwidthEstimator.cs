namespace Sfu.Congestion;

/// <summary>
/// Estimates from feedback what a way carries: the lesser of a delay-based and a loss-based estimate (draft-ietf-rmcat-gcc-02), helped by probes. Knows
/// no transport and no clock.
/// </summary>
internal sealed class BandwidthEstimator
{
    /// <summary>What is assumed before anything is known.</summary>
    public const long Start = 300_000;

    /// <summary>Lower no estimate goes: sound still passes.</summary>
    public const long Lowest = 40_000;

    /// <summary>Higher no estimate goes.</summary>
    public const long Highest = 100_000_000;

    /// <summary>A queue that is longer, in milliseconds, and still grows needs no statistics. On slow links those come late.</summary>
    public const double LongQueue = 50;

    // Such a queue is congestion though it does not grow any more: nobody is to probe into it.
    private const double LastingQueue = 2 * LongQueue;

    // A probe fills a queue that drains again; only what lasts longer is congestion.
    private const long ProbeEcho = 250_000;

    // After a decrease queues drain first; what the delay does then, at less than what filled the link, is noise.
    private const long QuietAfter = 700_000;
    private const double QuietShare = 0.92;

    private const long QueuedFor = 1_000_000;
    private const double WorthwhileGain = 1.1;
    private const double UsedShare = 0.9;
    private const double SteadyShare = 0.95;
    private const double BlindFactor = 0.8;

    // What was known before feedback stopped is not thrown away altogether: mostly it was the feedback that got lost.
    private const double BlindFloor = 0.5;

    private readonly AcknowledgedBitrate _acknowledged = new();
    private readonly InterArrival _interArrival = new();
    private readonly TrendlineEstimator _trendline = new();
    private readonly DelayNoise _noise = new();
    private readonly OveruseDetector _detector = new();
    private readonly AimdRateControl _delayBased = new(Start);
    private readonly LossBasedControl _lossBased = new();
    private readonly ProbeEstimator _probes = new();
    private readonly AppLimitedDetector _applicationLimited = new();
    private DownlinkState _state = DownlinkState.Unknown;
    private double _beforeBlind;
    private double? _usableProbe;
    private bool _hasLongQueue;
    private double _lowestQueue;
    private double _last;
    private double _secondLast;
    private bool _passes;
    private double _filledAt = double.PositiveInfinity;
    private MediaTime? _lastOveruse;
    private MediaTime? _lastProbe;

    /// <summary>What is known now.</summary>
    public DownlinkEstimate Estimate => new((long)BitsPerSecond, (long)Bounded(_passes ? _delayBased.Settled : _delayBased.BitsPerSecond), _state, _applicationLimited.IsLimited);

    /// <summary>What gets through, or null while unknown.</summary>
    public double? Throughput { get; private set; }

    /// <summary>What a probe found by the last feedback, or null.</summary>
    public double? Probed { get; private set; }

    /// <summary>Whether queues grew by the last feedback, be it by a probe.</summary>
    public bool Overused { get; private set; }

    /// <summary>The share of packets that were lost lately.</summary>
    public double Loss => _lossBased.Loss;

    private double BitsPerSecond => Bounded(_delayBased.BitsPerSecond);

    /// <summary>Takes feedback.</summary>
    /// <param name="report">What it told.</param>
    /// <param name="results">The packets that came.</param>
    /// <param name="probe">The probe that was sent last.</param>
    /// <param name="roundTrip">Microseconds.</param>
    /// <param name="bytesSent">In all.</param>
    /// <param name="now">The time.</param>
    public void Update(
        in FeedbackReport report, ReadOnlySpan<PacketResult> results, ProbeController probe, long roundTrip, long bytesSent, MediaTime now)
    {
        Probed = null;
        _usableProbe = null;
        if (report.IsBlind)
        {
            NoteBlind(now);
            return;
        }

        if (report is { Received: 0, Lost: 0 })
        {
            return;
        }

        bool wasUnknown = _state == DownlinkState.Unknown;
        _beforeBlind = 0;
        _applicationLimited.Update(bytesSent, BitsPerSecond, now);
        BandwidthUsage usage = Measure(results, probe, now);
        Throughput = _acknowledged.BitsPerSecond() ?? Throughput;
        if (wasUnknown && Probed is null && (Throughput is null || (usage != BandwidthUsage.Overusing && probe.IsAwaited(now))))
        {
            // What got through so far is what was sent; the first probe tells more.
            return;
        }

        Overused = usage == BandwidthUsage.Overusing;
        _usableProbe = Probed is { } probed ? probe.Judge(probed) : null;
        bool lowered = UpdateDelayBased(usage, wasUnknown, roundTrip, now);
        lowered |= _lossBased.Update(report.Received, report.Lost - report.Recovered, BitsPerSecond, Throughput, IsQueued(now), now);
        _state = lowered || _hasLongQueue || QueueAboveNoise > LastingQueue ? DownlinkState.Congested : DownlinkState.Steady;
    }

    /// <summary>Time goes by without feedback.</summary>
    public void Advance(long bytesSent, MediaTime now) => _applicationLimited.Update(bytesSent, BitsPerSecond, now);

    /// <summary>Feedback is missing, or speaks of nothing that is known.</summary>
    public void NoteBlind(MediaTime now)
    {
        _beforeBlind = Math.Max(_beforeBlind, BitsPerSecond);
        _delayBased.Limit(Math.Max(BitsPerSecond * BlindFactor, _beforeBlind * BlindFloor), now);
        _state = DownlinkState.Blind;
    }

    // Where less is sent than could be, what got through in half a second says nothing of the link, even if a burst made a queue; what got through meanwhile does.
    private double? Carried(double latest) =>
        Throughput < BitsPerSecond * UsedShare ? Math.Max(Throughput.Value, Math.Min(latest, BitsPerSecond)) : Throughput;

    // Then it says nothing of the link either, unless more came in a burst, or all that the estimate allows: the detector is slow to see that an estimate which
    // was just lowered is in use.
    private bool SaysLittle(double? carried) =>
        _applicationLimited.IsLimited && !(carried > Throughput) && !(carried >= BitsPerSecond * UsedShare);

    private double Bounded(double delayBased) => Math.Clamp(Math.Min(delayBased, _lossBased.BitsPerSecond), Lowest, Highest);

    private double QueueAboveNoise => Math.Max(0, Math.Max(_noise.Queue, _lowestQueue) - _noise.Milliseconds);

    private bool IsQueued(MediaTime now) => now - _lastOveruse < QueuedFor;

    private bool IsQuiet(MediaTime now) =>
        _applicationLimited.IsLimited
        || (_lastOveruse is { } last && now - last > QuietAfter && Throughput < _filledAt * QuietShare && !(now - _lastProbe < ProbeEcho));

    private BandwidthUsage Measure(ReadOnlySpan<PacketResult> results, ProbeController probe, MediaTime now)
    {
        BandwidthUsage usage = BandwidthUsage.Normal;
        bool quiet = IsQuiet(now);
        bool slowly = false;
        bool quickly = false;
        foreach (ref readonly PacketResult packet in results)
        {
            _acknowledged.Add(packet);
            if (packet.Probe > 0 && packet.Probe == probe.Count)
            {
                _lastProbe = now;
                Probed = _probes.Add(packet, probe.SentBytes, probe.SentPackets) ?? Probed;
            }

            if (_interArrival.TryAdd(packet, out GroupDelta delta))
            {
                _trendline.Add(delta);
                BandwidthUsage verdict = _detector.Update(_trendline.Slope, _trendline.Deltas, delta.Sent, now);
                bool meansSomething = _noise.Update(_trendline.Delay, quiet, now);
                double before = _lowestQueue;
                (_secondLast, _last, double third) = (_last, _trendline.Latest, _secondLast);
                _lowestQueue = _noise.Above(Math.Min(_last, Math.Min(_secondLast, third)));
                quickly |= _lowestQueue > _noise.Milliseconds + LongQueue && _lowestQueue > before;
                slowly = _noise.Queue > _noise.Milliseconds + LongQueue && _trendline.Slope > 0;
                if (slowly)
                {
                    verdict = BandwidthUsage.Overusing;
                }

                usage = usage == BandwidthUsage.Overusing ? usage : meansSomething ? verdict : BandwidthUsage.Normal;
            }
        }

        // Three in a row that are late, and later than before: sooner seen so than by a mean.
        _hasLongQueue = slowly || quickly;
        return quickly ? BandwidthUsage.Overusing : usage;
    }

    private bool UpdateDelayBased(BandwidthUsage usage, bool first, long roundTrip, MediaTime now)
    {
        if (usage == BandwidthUsage.Overusing)
        {
            if (_state != DownlinkState.Unknown && now - (_lastProbe ?? new MediaTime(-ProbeEcho)) < ProbeEcho)
            {
                return false;
            }

            _lastOveruse = now;
            double latest = _acknowledged.LatestBitsPerSecond() ?? 0;
            double? carried = Carried(latest);
            _passes = latest > Throughput * SteadyShare;
            if (_hasLongQueue && latest > 0)
            {
                // What gets through a full queue is all that there is, and it is known sooner than the mean.
                carried = Math.Min(carried ?? latest, latest);
            }

            _filledAt = carried ?? _filledAt;
            return _delayBased.Update(usage, carried, QueueAboveNoise, roundTrip, SaysLittle(carried), now);
        }

        // What got through before anything was limited is a better start than the guess.
        double found = Math.Max(_usableProbe ?? 0, first ? Throughput ?? 0 : 0);
        if (found > _delayBased.BitsPerSecond * (first ? 1 : WorthwhileGain))
        {
            _delayBased.SetProbed(found, now);
            return false;
        }

        // Where the estimate is in use, what gets through is better evidence: jitter stretches a probe, too.
        if (_probes.Filled && Probed is { } end && Throughput < BitsPerSecond * UsedShare)
        {
            _delayBased.NoteEnd(Math.Max(end, Throughput.Value));
        }

        return _delayBased.Update(usage, Throughput, QueueAboveNoise, roundTrip, _applicationLimited.IsLimited, now);
    }
}
