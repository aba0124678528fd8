using Sfu;

namespace Simulation.Senders;

/// <summary>
/// Whether packets take longer and longer: groups of packets, the trend of their delay, an adaptive threshold (draft-ietf-rmcat-gcc-02 sections 5.2 to
/// 5.4, with the linear regression that libwebrtc uses in place of the Kalman filter).
/// </summary>
internal sealed class DelayTrend
{
    private const long BurstMicroseconds = 5_000;
    private const int Window = 20;
    private const double Gain = 4;
    private const double OveruseMilliseconds = 10;

    private readonly Queue<(double Time, double Delay)> _samples = new();
    private (MediaTime FirstSent, MediaTime LastSent, MediaTime LastArrival)? _group;
    private (MediaTime LastSent, MediaTime LastArrival)? _previous;
    private double _accumulated;
    private double _smoothed;
    private double _threshold = 12.5;
    private double _over;
    private double _last;
    private int _overCount;
    private int _deltas;

    public DelayState State { get; private set; }

    /// <summary>Takes a packet in the order of sending.</summary>
    public void Add(MediaTime sent, MediaTime arrival)
    {
        if (_group is not { } group)
        {
            _group = (sent, sent, arrival);
            return;
        }

        bool queued = arrival - group.LastArrival < BurstMicroseconds && arrival - group.LastArrival < sent - group.LastSent;
        if (sent - group.FirstSent <= BurstMicroseconds || queued)
        {
            _group = (group.FirstSent, sent, arrival > group.LastArrival ? arrival : group.LastArrival);
            return;
        }

        if (_previous is { } previous)
        {
            Update((group.LastSent - previous.LastSent) / 1e3, (group.LastArrival - previous.LastArrival) / 1e3, group.LastArrival);
        }

        _previous = (group.LastSent, group.LastArrival);
        _group = (sent, sent, arrival);
    }

    private void Update(double sent, double arrived, MediaTime arrival)
    {
        _deltas = Math.Min(_deltas + 1, 60);
        _accumulated += arrived - sent;
        _smoothed = (0.9 * _smoothed) + (0.1 * _accumulated);
        _samples.Enqueue((arrival.Microseconds / 1e3, _smoothed));
        if (_samples.Count < Window)
        {
            return;
        }

        while (_samples.Count > Window)
        {
            _samples.Dequeue();
        }

        double slope = Slope();
        double trend = _deltas * slope * Gain;
        if (trend > _threshold)
        {
            _over += sent;
            _overCount++;
            if (_over > OveruseMilliseconds && _overCount > 1 && slope >= _last)
            {
                _over = 0;
                _overCount = 0;
                State = DelayState.Overuse;
            }
        }
        else
        {
            _over = 0;
            _overCount = 0;
            State = trend < -_threshold ? DelayState.Underuse : DelayState.Normal;
        }

        _last = slope;
        double distance = Math.Abs(trend) - _threshold;
        if (distance <= 15)
        {
            _threshold = Math.Clamp(_threshold + ((distance < 0 ? 0.039 : 0.0087) * distance * Math.Min(arrived, 100)), 6, 600);
        }
    }

    private double Slope()
    {
        double time = _samples.Average(sample => sample.Time);
        double delay = _samples.Average(sample => sample.Delay);
        double over = _samples.Sum(sample => (sample.Time - time) * (sample.Delay - delay));
        double under = _samples.Sum(sample => (sample.Time - time) * (sample.Time - time));
        return under == 0 ? 0 : over / under;
    }
}
