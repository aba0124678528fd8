namespace Sfu.Quality;

/// <summary>How good one direction of a participant's connection is: the worse of its sound and its pictures, smoothed.</summary>
internal sealed class DirectionQuality
{
    // A step back up has to be worth telling: scores between two steps would flap.
    private const double Hysteresis = 0.1;

    /// <summary>The smoothed score; 0 while nothing was measured.</summary>
    public double Score { get; private set; }

    /// <summary>Its step.</summary>
    public QualityLevel Level { get; private set; }

    /// <summary>Takes a score; answers whether it is another step now.</summary>
    public bool Add(double score)
    {
        Score = Score == 0 ? score : (Score + score) / 2;
        QualityLevel level = OpinionScore.Level(Score);
        if (level > Level && Level != QualityLevel.Unknown)
        {
            QualityLevel careful = OpinionScore.Level(Score - Hysteresis);
            level = careful > Level ? careful : Level;
        }

        bool changed = level != Level;
        Level = level;
        return changed;
    }
}
