namespace Sfu.Congestion;

/// <summary>
/// Additive increase, multiplicative decrease (draft-ietf-rmcat-gcc-02 section 5.5), with libwebrtc's changes: near the known capacity of the link the rate
/// grows by about a packet a round trip, away from it by 8 % a second; it is never far above what is known to get through. Unlike there it does not
/// fall to the throughput at once while the sender is application-limited, but step by step; and a decrease has two parts: lower to let the queue drain, then
/// back to a little less than what filled the link. A picture in a long queue is worth less than a few missing bits.
/// </summary>
internal sealed class AimdRateControl
{
    // What is left of the throughput at overuse: the less, the longer the queue that has to drain.
    private const double DecreaseFactor = 0.87;
    private const double DecreasePerMillisecond = 0.002;
    private const double LeastDecreaseFactor = 0.65;

    // What of it is used again when the queue is gone.
    private const double ResumeFactor = 0.9;
    private const double ShortQueue = 10;
    private const double QueuedShare = 0.9;
    private const double LowShare = 0.5;
    private const double GrowthPerSecond = 1.08;

    // How far above the throughput the estimate may go.
    private const double ThroughputFactor = 1.5;
    private const double ThroughputMargin = 10_000;

    private const double PacketBits = 1200 * 8.0;
    private const double LeastGrowth = 4_000;
    private const double MostGrowthShare = 0.08;
    private const long ResponseTime = 100_000;
    private const long ShortestBackOff = 10_000;
    private const long LongestBackOff = 200_000;

    private LinkCapacity _capacity;
    private State _state = State.Increase;
    private MediaTime? _lastChange;
    private MediaTime? _lastDecrease;
    private double _resume;
    private double _end = double.PositiveInfinity;

    /// <summary>Starts with a guess.</summary>
    public AimdRateControl(long bitsPerSecond) => BitsPerSecond = bitsPerSecond;

    private enum State
    {
        Hold,
        Increase,
        Decrease,
    }

    /// <summary>The estimate.</summary>
    public double BitsPerSecond { get; private set; }

    /// <summary>What the estimate will be when the queue has drained that it was lowered for.</summary>
    public double Settled => Math.Max(BitsPerSecond, _resume);

    /// <summary>Draws the conclusions of a verdict.</summary>
    /// <param name="usage">The verdict.</param>
    /// <param name="throughput">Bits a second that got through, or null while unknown.</param>
    /// <param name="queue">Milliseconds that packets wait on the way.</param>
    /// <param name="roundTrip">Microseconds.</param>
    /// <param name="applicationLimited">Little is sent: that it gets through proves nothing.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether the estimate was lowered.</returns>
    public bool Update(
        BandwidthUsage usage, double? throughput, double queue, long roundTrip, bool applicationLimited, MediaTime now)
    {
        // The table of section 5.5: from overuse decrease, from underuse hold until the queues are empty.
        _state = usage switch
        {
            BandwidthUsage.Overusing => State.Decrease,
            BandwidthUsage.Underusing => State.Hold,
            _ when _state == State.Decrease => State.Hold,
            _ => State.Increase,
        };
        switch (_state)
        {
            case State.Decrease when IsTimeToDecrease(throughput, queue, roundTrip, now):
                return Decrease(throughput, queue, applicationLimited, now);
            case State.Increase:
                Resume(queue);
                Increase(throughput, roundTrip, applicationLimited, now);
                break;
            default:
                break;
        }

        _lastChange = now;
        return false;
    }

    /// <summary>A probe found out what gets through.</summary>
    public void SetProbed(double bitsPerSecond, MediaTime now)
    {
        if (bitsPerSecond > _capacity.Upper)
        {
            _capacity.Reset();
        }

        BitsPerSecond = bitsPerSecond;
        _end = double.PositiveInfinity;
        _lastChange = now;
    }

    /// <summary>A probe filled the way: the estimate is no higher, and does not grow beyond it until more gets through.</summary>
    public void NoteEnd(double bitsPerSecond)
    {
        _end = bitsPerSecond;
        BitsPerSecond = Math.Min(BitsPerSecond, _end);
        _resume = Math.Min(_resume, _end);
    }

    /// <summary>Something else found the estimate too high.</summary>
    public void Limit(double bitsPerSecond, MediaTime now)
    {
        _resume = 0;
        if (bitsPerSecond < BitsPerSecond)
        {
            BitsPerSecond = bitsPerSecond;
            _lastChange = now;
        }
    }

    // A packet a round trip is much on a slow link: its queue would be long before the growth shows.
    private double CarefulGrowth(long roundTrip) =>
        Math.Clamp(PacketBits * 1e6 / (roundTrip + ResponseTime), LeastGrowth, Math.Max(LeastGrowth, BitsPerSecond * MostGrowthShare));

    // What is on the way is still from before the last decrease. But what gets through a full queue is all that there is.
    private bool IsTimeToDecrease(double? throughput, double queue, long roundTrip, MediaTime now) =>
        _lastDecrease is not { } last
        || now - last >= Math.Clamp(roundTrip, ShortestBackOff, LongestBackOff)
        || throughput < BitsPerSecond * (queue > BandwidthEstimator.LongQueue ? QueuedShare : LowShare);

    private bool Decrease(double? throughput, double queue, bool applicationLimited, MediaTime now)
    {
        double factor = Math.Max(LeastDecreaseFactor, DecreaseFactor - (queue * DecreasePerMillisecond));
        double reduced = BitsPerSecond * factor;
        _resume = 0;

        // Where little is sent the throughput says nothing of the link: one false alarm must not cost the whole estimate.
        if (!applicationLimited && throughput is { } got)
        {
            reduced = got * factor;
            _resume = got * ResumeFactor;
            if (reduced > BitsPerSecond && _capacity.IsKnown)
            {
                reduced = _capacity.Mean * factor;
            }

            if (got < _capacity.Lower)
            {
                _capacity.Reset();
            }

            _capacity.NoteOveruse(got);
        }

        bool lower = reduced < BitsPerSecond;
        BitsPerSecond = Math.Min(reduced, BitsPerSecond);
        _lastDecrease = now;
        _lastChange = now;
        _state = State.Hold;
        return lower;
    }

    private void Resume(double queue)
    {
        if (queue < ShortQueue)
        {
            BitsPerSecond = Math.Max(BitsPerSecond, _resume);
            _resume = 0;
        }
    }

    private void Increase(double? throughput, long roundTrip, bool applicationLimited, MediaTime now)
    {
        if (throughput > _capacity.Upper)
        {
            _capacity.Reset();
        }

        if (throughput > _end)
        {
            _end = double.PositiveInfinity;
        }

        double limit = Math.Min(((throughput ?? BitsPerSecond) * ThroughputFactor) + ThroughputMargin, _end);
        if (applicationLimited || BitsPerSecond >= limit)
        {
            return;
        }

        double seconds = _lastChange is { } last ? Math.Min(1, (now - last) / 1e6) : 0;
        double grown = _capacity.IsKnown
            ? BitsPerSecond + (CarefulGrowth(roundTrip) * seconds)
            : BitsPerSecond * Math.Pow(GrowthPerSecond, seconds);
        BitsPerSecond = Math.Min(Math.Max(grown, BitsPerSecond), limit);
    }
}
