namespace Sfu.Congestion;

/// <summary>
/// Estimates what a way carries for receivers without transport-wide feedback: by the losses and the round trip of their receiver reports, as libwebrtc's
/// SendSideBandwidthEstimation, and by their own estimate (REMB) where they give one. Below 2 % of loss it grows by 8 % a second, to 10 % it holds, above it falls by half of
/// the loss. Unlike there, a loss of more than a quarter is answered by all of it, and where there is no REMB a queue on the way (a round trip that became longer) is
/// congestion, too: who waits for losses keeps every buffer on the way full.
/// </summary>
internal sealed class ReportedEstimator
{
    private const double GrowthPerSecond = 1.08;
    private const double GrowthStep = 1_000;

    // Where the way ended before it is found again slowly.
    private const double CarefulGrowthPerSecond = 1.02;
    private const double NearEnd = 0.85;
    private const double BeyondEnd = 1.15;
    private const double LowLoss = 0.02;
    private const double HighLoss = 0.1;
    private const double OverloadLoss = 0.25;
    private const double SuddenLoss = 0.1;
    private const double UsualLossMemory = 0.9;
    private const int LeastPackets = 20;
    private const long LeastWindow = 200_000;
    private const long LongestStep = 5_000_000;
    private const long DecreaseInterval = 300_000;

    private const long LongQueue = 80_000;
    private const long ShortQueue = 40_000;
    private const long DrainInterval = 2_000_000;
    private const double DrainFactor = 0.85;

    // The other way may be what became longer: then that is how long it is.
    private const int BaseForgetting = 16;

    // What is not used is not known to get through.
    private const double UsedShare = 0.85;
    private const double NoticeableFall = 0.97;

    private ReportedReceipt _receipt;
    private double _bits = BandwidthEstimator.Start;
    private double? _receiver;
    private bool _limitedByLoss;
    private long _roundTrip;
    private long _baseRoundTrip;
    private MediaTime? _windowStart;
    private long _bytesBefore;
    private double _sent;
    private MediaTime? _lastDecrease;
    private double _usualLoss;
    private double _end;

    /// <summary>What is known now.</summary>
    public DownlinkEstimate Estimate
    {
        get
        {
            long bits = (long)Math.Clamp(Math.Min(_bits, _receiver ?? _bits), BandwidthEstimator.Lowest, BandwidthEstimator.Highest);
            return new DownlinkEstimate(bits, bits, State, _sent < bits * UsedShare);
        }
    }

    /// <summary>What that rests on.</summary>
    public DownlinkState State { get; private set; } = DownlinkState.Unknown;

    /// <summary>Which of both it goes by.</summary>
    public EstimateSource Source => State == DownlinkState.Unknown ? EstimateSource.Guess
        : _receiver is null ? EstimateSource.ReceiverReports : EstimateSource.ReceiverEstimate;

    // Half of it at least: what is counted is not all that is sent.
    private double Used => Math.Min(_bits, Math.Max(_sent, _bits / 2));

    // A receiver that estimates itself knows better.
    private bool KnowsOfQueue => _receiver is null;

    private long QueueDelay => _roundTrip - _baseRoundTrip;

    /// <summary>Takes the receiver's own estimate (REMB), in bits a second.</summary>
    public void ReceiveEstimate(long bitsPerSecond)
    {
        State = bitsPerSecond < _receiver * NoticeableFall ? DownlinkState.Congested : DownlinkState.Steady;
        _receiver = bitsPerSecond;

        // It knows of queues, which losses do not tell of.
        _limitedByLoss &= _bits < bitsPerSecond;
        _bits = _limitedByLoss ? _bits : Math.Clamp(bitsPerSecond, BandwidthEstimator.Lowest, BandwidthEstimator.Highest);
    }

    /// <summary>Takes what a report says.</summary>
    /// <param name="receipt">Of all streams that it tells of.</param>
    /// <param name="roundTrip">Microseconds, as it tells, or null.</param>
    /// <param name="bytesSent">In all.</param>
    /// <param name="now">The time.</param>
    public void Receive(in ReportedReceipt receipt, long? roundTrip, long bytesSent, MediaTime now)
    {
        if (roundTrip is { } measured)
        {
            _roundTrip = measured;
            _baseRoundTrip = _baseRoundTrip == 0 || measured < _baseRoundTrip ? measured : _baseRoundTrip + ((measured - _baseRoundTrip) / BaseForgetting);
        }

        if (_windowStart is not { } start)
        {
            // The first report covers no time that is known.
            (_windowStart, _bytesBefore) = (now, bytesSent);
            return;
        }

        _receipt += receipt;
        long elapsed = now - start;
        if (_receipt.Expected < LeastPackets || elapsed < LeastWindow)
        {
            return;
        }

        _sent = Math.Max(0, bytesSent - _bytesBefore) * 8e6 / elapsed;
        double loss = Math.Clamp(_receipt.Lost / (double)_receipt.Expected, 0, 1);
        _receipt = default;
        (_windowStart, _bytesBefore) = (now, bytesSent);
        Judge(loss, Math.Min(elapsed, LongestStep), now);
    }

    private void Judge(double loss, long elapsed, MediaTime now)
    {
        bool first = State == DownlinkState.Unknown;
        if (loss > HighLoss)
        {
            if (_lastDecrease is not { } last || now - last >= DecreaseInterval + _roundTrip)
            {
                // What gets through a full queue is all that there is.
                bool overloaded = loss > OverloadLoss || loss > _usualLoss + SuddenLoss || QueueDelay > LongQueue;
                Lower(overloaded ? Used * (1 - loss) * DrainFactor : (first ? Math.Max(_bits, _sent) : _bits) * (1 - (loss / 2)), now);
                _limitedByLoss = true;
            }
        }
        else if (KnowsOfQueue && QueueDelay > LongQueue && !(now - _lastDecrease < DrainInterval))
        {
            Lower(Used * DrainFactor, now);
        }
        else if (loss < LowLoss && !(KnowsOfQueue && QueueDelay > ShortQueue))
        {
            // What got through before anything was limited is a better start than the guess.
            _bits = first ? Math.Max(_bits, _sent) : _sent < _bits * UsedShare ? _bits : Grown(elapsed);
        }

        _usualLoss = (UsualLossMemory * _usualLoss) + ((1 - UsualLossMemory) * loss);
        State = _lastDecrease == now ? DownlinkState.Congested : DownlinkState.Steady;
    }

    private double Grown(long elapsed)
    {
        double growth = _bits > _end * NearEnd && _bits < _end * BeyondEnd ? CarefulGrowthPerSecond : GrowthPerSecond;
        return Math.Min((_bits * Math.Pow(growth, elapsed / 1e6)) + GrowthStep, BandwidthEstimator.Highest);
    }

    private void Lower(double bits, MediaTime now)
    {
        _end = Used;
        _bits = Math.Max(bits, BandwidthEstimator.Lowest);
        _lastDecrease = now;
    }
}
