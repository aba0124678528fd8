namespace Sfu.Congestion;

/// <summary>
/// What the link was found to carry: the mean and the spread of the throughput at overuse (libwebrtc's LinkCapacityEstimator). Near it the rate grows
/// carefully, far below it quickly.
/// </summary>
internal struct LinkCapacity
{
    private const double OveruseWeight = 0.05;
    private const double ProbeWeight = 0.5;
    private const double LeastDeviation = 0.4;
    private const double MostDeviation = 2.5;

    // In kbit/s; 0 while unknown.
    private double _mean;
    private double _deviation;

    /// <summary>Whether it was ever found.</summary>
    public readonly bool IsKnown => _mean > 0;

    /// <summary>Bits a second.</summary>
    public readonly double Mean => _mean * 1000;

    /// <summary>The most that is taken for the same link, in bits a second.</summary>
    public readonly double Upper => IsKnown ? (_mean + (3 * Spread)) * 1000 : double.MaxValue;

    /// <summary>The least that is taken for the same link.</summary>
    public readonly double Lower => IsKnown ? Math.Max(0, _mean - (3 * Spread)) * 1000 : 0;

    private readonly double Spread => Math.Sqrt(_deviation * _mean);

    /// <summary>The throughput when the link was overused.</summary>
    public void NoteOveruse(double bitsPerSecond) => Update(bitsPerSecond, OveruseWeight);

    /// <summary>What a probe found.</summary>
    public void NoteProbe(double bitsPerSecond) => Update(bitsPerSecond, ProbeWeight);

    /// <summary>The link is another.</summary>
    public void Reset() => this = default;

    private void Update(double bitsPerSecond, double weight)
    {
        double sample = bitsPerSecond / 1000;
        if (!IsKnown)
        {
            _mean = sample;
            _deviation = LeastDeviation;
            return;
        }

        _mean = ((1 - weight) * _mean) + (weight * sample);

        // The spread relative to the mean, so that one bound fits slow and fast links.
        double error = _mean - sample;
        _deviation = ((1 - weight) * _deviation) + (weight * error * error / Math.Max(_mean, 1));
        _deviation = Math.Clamp(_deviation, LeastDeviation, MostDeviation);
    }
}
