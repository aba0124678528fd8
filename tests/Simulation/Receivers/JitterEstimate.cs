namespace Simulation.Receivers;

/// <summary>
/// How long pictures wait for those that come late by themselves, as libwebrtc's JitterEstimator: a Kalman filter learns how much longer a larger frame takes,
/// what it does not explain is noise, and the wait is what the largest frame takes longer than usual and 2.33 standard deviations of the noise.
/// All in milliseconds and bytes.
/// </summary>
internal sealed class JitterEstimate
{
    private const double SystemJitter = 10;
    private const int StartupFrames = 30;

    // How fast sizes are learned and forgotten.
    private const double SizeMemory = 0.97;
    private const double LargestSizeMemory = 0.9999;
    private const int LongestNoiseMemory = 400;

    // In standard deviations: what is allowed for, to what a delay is cut, and beyond what it is an outlier.
    private const double Confidence = 2.33;
    private const double ConfidenceOffset = 30;
    private const double Cut = 3.5;
    private const double Outlier = 15;

    // A frame that is so much smaller than the one before it tells of the queue that the other left, not of its own size.
    private const double Shrinking = -0.25;

    private double _perByte = 1 / 64.0;
    private double _perByteVariance = 1e-4;
    private double _offset;
    private double _offsetVariance = 1e2;
    private double _covariance;
    private double _noiseAverage;
    private double _noiseVariance = 4;
    private double _noiseCount = 1;
    private double _averageSize = 500;
    private double _sizeVariance = 100;
    private double _largestSize = 500;
    private double _lastSize;
    private double _steady;
    private int _frames;

    /// <summary>Milliseconds.</summary>
    public double Current => Math.Max(_steady, Estimate()) + SystemJitter;

    /// <summary>Notes a frame that came by itself.</summary>
    /// <param name="variation">How much longer it took than the one before it.</param>
    /// <param name="bytes">Its size.</param>
    public void Add(double variation, int bytes)
    {
        NoteSize(bytes);
        double growth = bytes - _lastSize;
        bool first = _lastSize == 0;
        _lastSize = bytes;
        if (first)
        {
            return;
        }

        double deviation = Math.Sqrt(_noiseVariance);
        variation = Math.Clamp(variation, -(Cut * deviation) - 0.5, (Cut * deviation) + 0.5);
        double unexplained = variation - (_perByte * growth) - _offset;
        if (Math.Abs(unexplained) < Outlier * deviation || bytes > _averageSize + (3 * Math.Sqrt(_sizeVariance)))
        {
            NoteNoise(unexplained);
            if (growth > Shrinking * _largestSize)
            {
                Learn(variation, growth);
            }
        }
        else
        {
            NoteNoise(Math.CopySign(Outlier * deviation, unexplained));
        }

        if (++_frames > StartupFrames)
        {
            _steady = Estimate();
        }
    }

    private double Estimate()
    {
        double noise = Math.Max(1, (Confidence * Math.Sqrt(_noiseVariance)) - ConfidenceOffset);
        return Math.Max(1, (_perByte * (_largestSize - _averageSize)) + noise);
    }

    private void NoteSize(int bytes)
    {
        // Keyframes do not count for the average.
        if (bytes < _averageSize + (2 * Math.Sqrt(_sizeVariance)))
        {
            _averageSize = (SizeMemory * _averageSize) + ((1 - SizeMemory) * bytes);
        }

        double difference = bytes - _averageSize;
        _sizeVariance = Math.Max(1, (SizeMemory * _sizeVariance) + ((1 - SizeMemory) * difference * difference));
        _largestSize = Math.Max(LargestSizeMemory * _largestSize, bytes);
    }

    private void NoteNoise(double unexplained)
    {
        double memory = (_noiseCount - 1) / _noiseCount;
        _noiseCount = Math.Min(_noiseCount + 1, LongestNoiseMemory);
        _noiseAverage = (memory * _noiseAverage) + ((1 - memory) * unexplained);
        double difference = unexplained - _noiseAverage;
        _noiseVariance = Math.Max(1, (memory * _noiseVariance) + ((1 - memory) * difference * difference));
    }

    private void Learn(double variation, double growth)
    {
        _perByteVariance += 2.5e-10;
        _offsetVariance += 1e-10;
        double trust = Math.Max(1, ((300 * Math.Exp(-Math.Abs(growth) / _largestSize)) + 1) * Math.Sqrt(_noiseVariance));
        double slope = (_perByteVariance * growth) + _covariance;
        double level = (_covariance * growth) + _offsetVariance;
        double innovation = (growth * slope) + level + trust;
        double slopeGain = slope / innovation;
        double levelGain = level / innovation;
        double residual = variation - (_perByte * growth) - _offset;
        _perByte = Math.Max(1e-6, _perByte + (slopeGain * residual));
        _offset += levelGain * residual;
        (double a, double b, double d) = (_perByteVariance, _covariance, _offsetVariance);
        _perByteVariance = a - (slopeGain * ((growth * a) + b));
        _covariance = b - (slopeGain * ((growth * b) + d));
        _offsetVariance = d - (levelGain * ((growth * b) + d));
    }
}
