namespace Sfu.Tests.Simulation;

/// <summary>One direction of a network path.</summary>
/// <param name="Delay">Microseconds of propagation.</param>
/// <param name="Jitter">Each datagram waits up to so many microseconds more, alone: larger than the spacing it reorders.</param>
/// <param name="Loss">Probability that a datagram is lost.</param>
/// <param name="Duplication">Probability that it comes twice.</param>
internal sealed record LinkSettings(long Delay = 10_000, long Jitter = 0, double Loss = 0, double Duplication = 0)
{
    public static readonly LinkSettings Perfect = new();
}
