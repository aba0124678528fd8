namespace Sfu.Congestion;

/// <summary>
/// How much may be spent on retransmissions: a token bucket filled by a share of the estimate. A receiver on a poor link asks for more the more it loses;
/// answering all of it would finish the link off. libwebrtc limits them so too, to the whole of its target (RateLimiter); a share leaves room for pictures.
/// </summary>
internal sealed class RtxBudget
{
    private const double Share = 0.25;

    // A keyframe's loss after a quiet second can be repaired at once.
    private const long BucketMicroseconds = 1_000_000;
    private const double LeastDepth = 60_000;

    private double _rate = BandwidthEstimator.Start;
    private double _bits = BandwidthEstimator.Start;
    private MediaTime _last;

    /// <summary>Packets that were not sent again for lack of budget.</summary>
    public long Refused { get; private set; }

    /// <summary>Follows the estimate.</summary>
    public void SetEstimate(long bitsPerSecond) => _rate = bitsPerSecond * Share;

    /// <summary>Takes what a packet costs.</summary>
    public bool TryTake(int bytes, MediaTime now)
    {
        double depth = Math.Max(_rate * BucketMicroseconds / 1e6, LeastDepth);
        _bits = Math.Min(depth, _bits + (_rate * Math.Max(0, now - _last) / 1e6));
        _last = now;
        if (_bits < bytes * 8)
        {
            Refused++;
            return false;
        }

        _bits -= bytes * 8;
        return true;
    }
}
