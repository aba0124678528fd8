using Sfu.Quality;

namespace Signaling.Calls;

/// <summary>How good the connection of a device is, and was over the call.</summary>
/// <param name="Up">From it to the server.</param>
/// <param name="Down">From the server to it.</param>
/// <param name="Since">Since when.</param>
/// <param name="Weight">Seconds that were measured before.</param>
/// <param name="Sum">Over those, the steps (1 to 4) times seconds.</param>
internal sealed record LegQuality(QualityLevel Up, QualityLevel Down, DateTimeOffset Since, double Weight, double Sum)
{
    /// <summary>Nothing was measured.</summary>
    public static readonly LegQuality None = new(QualityLevel.Unknown, QualityLevel.Unknown, default, 0, 0);

    private QualityLevel Worse => Up == QualityLevel.Unknown || (Down != QualityLevel.Unknown && Down < Up) ? Down : Up;

    /// <summary>The quality from now on.</summary>
    public LegQuality Next(QualityLevel up, QualityLevel down, DateTimeOffset now)
    {
        LegQuality past = Until(now);
        return new LegQuality(up, down, now, past.Weight, past.Sum);
    }

    /// <summary>What it mostly was until an instant; null where nothing was measured.</summary>
    public QualityLevel? Mean(DateTimeOffset end)
    {
        LegQuality whole = Until(end);
        return whole.Weight > 0 ? (QualityLevel)(int)Math.Round(whole.Sum / whole.Weight) : null;
    }

    private LegQuality Until(DateTimeOffset now)
    {
        double seconds = Worse == QualityLevel.Unknown ? 0 : Math.Max(0, (now - Since).TotalSeconds);
        return this with { Since = now, Weight = Weight + seconds, Sum = Sum + (seconds * (int)Worse) };
    }
}
