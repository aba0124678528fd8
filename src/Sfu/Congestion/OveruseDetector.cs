namespace Sfu.Congestion;

/// <summary>
/// Tells from the slope of the delay whether the link is overused (draft-ietf-rmcat-gcc-02 section 5.4). The threshold follows the slope, slowly down and
/// faster up, so that flows that share a link with TCP are not starved. Constants as in libwebrtc, which scales the slope by the number of groups.
/// </summary>
internal sealed class OveruseDetector
{
    private const double Gain = 4.0;
    private const int MostDeltas = 60;
    private const double IncreaseGain = 0.0087;
    private const double DecreaseGain = 0.039;
    private const double LeastThreshold = 6;
    private const double MostThreshold = 600;

    // A spike above the threshold by more is not learned from.
    private const double AdaptationLimit = 15;
    private const double LongestStep = 100;
    private const double OveruseTime = 10;

    private double _threshold = 12.5;
    private double _previousSlope;
    private double _overusing = -1;
    private int _overuses;
    private MediaTime? _lastUpdate;

    /// <summary>The verdict.</summary>
    public BandwidthUsage Usage { get; private set; }

    /// <summary>Judges anew.</summary>
    /// <param name="slope">Of the delay.</param>
    /// <param name="deltas">Groups behind the slope.</param>
    /// <param name="sent">Microseconds between the last two groups at the sender.</param>
    /// <param name="now">The time.</param>
    public BandwidthUsage Update(double slope, int deltas, long sent, MediaTime now)
    {
        if (deltas < 2)
        {
            return Usage = BandwidthUsage.Normal;
        }

        double trend = Math.Min(deltas, MostDeltas) * slope * Gain;
        if (trend > _threshold)
        {
            double milliseconds = sent / 1000.0;
            _overusing = _overusing < 0 ? milliseconds / 2 : _overusing + milliseconds;
            _overuses++;
            if (_overusing > OveruseTime && _overuses > 1 && slope >= _previousSlope)
            {
                _overusing = 0;
                _overuses = 0;
                Usage = BandwidthUsage.Overusing;
            }
        }
        else
        {
            _overusing = -1;
            _overuses = 0;
            Usage = trend < -_threshold ? BandwidthUsage.Underusing : BandwidthUsage.Normal;
        }

        _previousSlope = slope;
        Adapt(Math.Abs(trend), now);
        return Usage;
    }

    private void Adapt(double trend, MediaTime now)
    {
        double elapsed = _lastUpdate is { } last ? Math.Min((now - last) / 1000.0, LongestStep) : 0;
        _lastUpdate = now;
        if (trend > _threshold + AdaptationLimit)
        {
            return;
        }

        double gain = trend < _threshold ? DecreaseGain : IncreaseGain;
        _threshold = Math.Clamp(_threshold + (gain * (trend - _threshold) * elapsed), LeastThreshold, MostThreshold);
    }
}
