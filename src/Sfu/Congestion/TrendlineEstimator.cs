namespace Sfu.Congestion;

/// <summary>
/// The slope of the queueing delay over time: a least-squares line through the last smoothed delays. Takes the place of the Kalman filter of
/// draft-ietf-rmcat-gcc-02 section 5.3, as libwebrtc's TrendlineEstimator does.
/// </summary>
internal sealed class TrendlineEstimator
{
    private const int Window = 20;
    private const double Smoothing = 0.9;
    private const int MostDeltas = 1000;

    private readonly (double Time, double Delay)[] _points = new (double, double)[Window];
    private int _count;
    private int _next;
    private long _first;
    private double _accumulated;
    private double _smoothed;

    /// <summary>Groups that were compared, up to a bound: how far the slope can be trusted.</summary>
    public int Deltas { get; private set; }

    /// <summary>Milliseconds that the delay grows in a millisecond. 0 while there are too few points.</summary>
    public double Slope { get; private set; }

    /// <summary>The delay of the last group, in milliseconds, from where it was at the first.</summary>
    public double Latest => _accumulated;

    /// <summary>The smoothed delay, in milliseconds, from where it was at the first group.</summary>
    public double Delay => _smoothed;

    /// <summary>Adds what two groups told.</summary>
    public void Add(in GroupDelta delta)
    {
        if (Deltas == 0)
        {
            _first = delta.Arrival;
        }

        Deltas = Math.Min(Deltas + 1, MostDeltas);
        _accumulated += (delta.Arrived - delta.Sent) / 1000.0;
        _smoothed = (Smoothing * _smoothed) + ((1 - Smoothing) * _accumulated);
        _points[_next] = ((delta.Arrival - _first) / 1000.0, _smoothed);
        _next = (_next + 1) % Window;
        _count = Math.Min(_count + 1, Window);
        if (_count == Window)
        {
            Slope = Fit();
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _count = 0;
        _next = 0;
        _accumulated = 0;
        _smoothed = 0;
        Deltas = 0;
        Slope = 0;
    }

    private double Fit()
    {
        double timeMean = 0;
        double delayMean = 0;
        foreach ((double time, double delay) in _points)
        {
            timeMean += time;
            delayMean += delay;
        }

        timeMean /= Window;
        delayMean /= Window;
        double numerator = 0;
        double denominator = 0;
        foreach ((double time, double delay) in _points)
        {
            numerator += (time - timeMean) * (delay - delayMean);
            denominator += (time - timeMean) * (time - timeMean);
        }

        return denominator == 0 ? 0 : numerator / denominator;
    }
}
