namespace Simulation.Network;

/// <summary>
/// Losses in bursts: the two states of Gilbert and Elliott, of which the bad one loses everything and the good one nothing, stepped by each datagram.
/// </summary>
/// <param name="Share">Of all datagrams that are lost in the long run.</param>
/// <param name="MeanLength">Datagrams in a burst, on average.</param>
internal sealed record BurstLoss(double Share, double MeanLength)
{
    /// <summary>Probability that a datagram ends a burst.</summary>
    public double Leave => 1 / MeanLength;

    /// <summary>Probability that a datagram begins a burst: what keeps the share of the bad state.</summary>
    public double Enter => Leave * Share / (1 - Share);
}
