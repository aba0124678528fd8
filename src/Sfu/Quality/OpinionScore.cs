namespace Sfu.Quality;

/// <summary>
/// Estimated mean opinion scores (1 to 5). Sound by the E-model (ITU-T G.107) with its default values and what Opus with concealment and redundancy makes of
/// losses; pictures by how long they stood still, how many came and how large they are.
/// </summary>
internal static class OpinionScore
{
    /// <summary>The best that the E-model gives.</summary>
    public const double Highest = 4.5;

    /// <summary>Pictures a second; more are hardly better for a face.</summary>
    public const double FullRate = 24;

    // G.107 table 3: all parameters at their defaults, the delay factor apart.
    private const double DefaultRating = 93.2;

    // How well the codec bears losses (Bpl): G.113 appendix I gives 10 for a codec with concealment; Opus in-band FEC and RED bear more.
    private const double LossRobustness = 20;

    // What a jitter buffer adds at the least, and its usual multiple of the jitter.
    private const double JitterBufferMilliseconds = 40;
    private const double JitterMultiple = 2;

    // Higher pictures are hardly better for a face. Half of it is a step worse, a quarter two.
    private const int FullHeight = 360;
    private const double HeightExponent = 0.25;

    /// <summary>Sound.</summary>
    /// <param name="roundTrip">Microseconds to the client and back; the other leg is taken for equal.</param>
    /// <param name="jitter">Microseconds.</param>
    /// <param name="loss">The share of packets that never came, 0 to 1.</param>
    public static double OfSound(long roundTrip, long jitter, double loss)
    {
        double delay = (roundTrip / 1000.0) + JitterBufferMilliseconds + (JitterMultiple * jitter / 1000.0);

        // G.107 section 7.4 in the usual approximation: what passes 177.3 ms hurts conversations.
        double delayImpairment = (0.024 * delay) + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
        double percent = loss * 100;
        double lossImpairment = 95 * percent / (percent + LossRobustness);
        return OfRating(DefaultRating - delayImpairment - lossImpairment);
    }

    /// <summary>Pictures.</summary>
    /// <param name="frozen">The share of the time in which the picture stood still, 0 to 1.</param>
    /// <param name="framesPerSecond">Pictures a second.</param>
    /// <param name="height">Pixels that they are high, or null where that is not known.</param>
    /// <param name="shown">Pixels that they are shown with.</param>
    public static double OfPictures(double frozen, double framesPerSecond, int? height, int shown)
    {
        double rate = Math.Min(1, framesPerSecond / FullRate);
        double size = height is { } pixels ? Math.Min(1, pixels / (double)Math.Clamp(shown, 1, FullHeight)) : 1;
        return Math.Max(1, 1 + ((Highest - 1) * Math.Sqrt(rate) * Math.Pow(size, HeightExponent) * (1 - Math.Min(1, frozen * 8))));
    }

    /// <summary>The step of a score.</summary>
    public static QualityLevel Level(double score) => score switch
    {
        >= 4.03 => QualityLevel.Good,
        >= 3.6 => QualityLevel.Fair,
        >= 2.58 => QualityLevel.Poor,
        _ => QualityLevel.Bad,
    };

    // G.107 annex B.
    private static double OfRating(double rating) => rating switch
    {
        <= 0 => 1,
        >= 100 => Highest,
        _ => Math.Max(1, 1 + (0.035 * rating) + (rating * (rating - 60) * (100 - rating) * 7e-6)),
    };
}
