using Sfu.Quality;

namespace Signaling.Calls.Wire;

/// <summary>How good one side's connection is.</summary>
/// <param name="Up">From the client to the server.</param>
/// <param name="Down">From the server to the client.</param>
internal sealed record ConnectionQuality(QualityLevel Up, QualityLevel Down)
{
    /// <summary>What is told of a leg.</summary>
    public static ConnectionQuality Of(LegQuality quality) => new(quality.Up, quality.Down);
}
