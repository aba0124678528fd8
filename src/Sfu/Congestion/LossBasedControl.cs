namespace Sfu.Congestion;

/// <summary>
/// An upper bound from losses (draft-ietf-rmcat-gcc-02 section 6): below 2 % there is none, above 10 % it falls by half of the loss. Radio links lose packets
/// whatever is sent over them: what a lower rate does not cure, and what is lost while no queue is seen, is taken as the link's own loss and
/// tolerated, which libwebrtc's LossBasedBweV2 does by a model. Too high a rate loses packets as long as it lasts: what one window alone lost without a queue was a
/// burst. The bound never goes far below what gets through: with a full queue that is the capacity.
/// </summary>
internal sealed class LossBasedControl
{
    private const long ShortestWindow = 300_000;
    private const long LongestWindow = 2_000_000;
    private const int LeastPackets = 40;
    private const double LowLoss = 0.02;
    private const double HighLoss = 0.1;
    private const int GoodWindows = 2;
    private const double ThroughputShare = 0.9;

    // Cured means that of the loss above the link's own at least so much is gone.
    private const double CuredShare = 0.4;
    private const double OwnLossDecay = 0.98;
    private const double OwnLossGain = 0.15;
    private const double MostOwnLoss = 0.4;

    private int _received;
    private int _lost;
    private int _goodWindows;
    private MediaTime? _windowStart;
    private double _ownLoss;
    private double? _lossAtDecrease;

    /// <summary>The bound; infinite while losses are low.</summary>
    public double BitsPerSecond { get; private set; } = double.PositiveInfinity;

    /// <summary>The share of packets lost in the last window.</summary>
    public double Loss { get; private set; }

    /// <summary>Takes what feedback says.</summary>
    /// <param name="received">Packets that came.</param>
    /// <param name="lost">Packets that did not come, less those that were called lost before and came after all.</param>
    /// <param name="estimate">The estimate now, in bits a second.</param>
    /// <param name="throughput">What gets through, or null while unknown.</param>
    /// <param name="queued">Whether a queue was seen on the way lately.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether the bound fell below the estimate.</returns>
    public bool Update(int received, int lost, double estimate, double? throughput, bool queued, MediaTime now)
    {
        _received += received;
        _lost += lost;
        _windowStart ??= now;
        long elapsed = now - _windowStart.Value;
        if (elapsed < ShortestWindow || (_received + _lost < LeastPackets && elapsed < LongestWindow))
        {
            return false;
        }

        double before = Loss;
        Loss = Math.Max(0, _lost) / (double)Math.Max(1, _received + Math.Max(0, _lost));
        _received = 0;
        _lost = 0;
        _windowStart = now;
        return Judge(before, estimate, throughput, queued);
    }

    private bool Judge(double before, double estimate, double? throughput, bool queued)
    {
        LearnOwnLoss();
        double excess = Loss - _ownLoss;
        double lasting = queued ? excess : Math.Min(excess, before - _ownLoss);
        if (lasting > HighLoss)
        {
            double reduced = Math.Max(estimate * (1 - (lasting / 2)), Math.Min(estimate, (throughput ?? 0) * ThroughputShare));
            _lossAtDecrease = Loss;
            _goodWindows = 0;
            bool lower = reduced < estimate;
            BitsPerSecond = reduced;
            return lower;
        }

        _goodWindows = excess < LowLoss ? _goodWindows + 1 : 0;
        if (_goodWindows >= GoodWindows)
        {
            BitsPerSecond = double.PositiveInfinity;
        }
        else if (!queued)
        {
            _ownLoss += (Loss - _ownLoss) * OwnLossGain;
        }

        return false;
    }

    private void LearnOwnLoss()
    {
        if (_lossAtDecrease is { } before)
        {
            bool cured = Loss - _ownLoss < (before - _ownLoss) * (1 - CuredShare);
            _ownLoss = cured ? _ownLoss : Math.Min((_ownLoss + Loss) / 2, MostOwnLoss);
            _lossAtDecrease = null;
        }

        _ownLoss = Loss < _ownLoss ? (_ownLoss * 0.75) + (Loss * 0.25) : _ownLoss * OwnLossDecay;
    }
}
