using Load.Targets;

namespace Load.Runs;

/// <summary>What was read at the beginning and at the end of the measured time.</summary>
/// <param name="Before">Sums over all clients.</param>
/// <param name="After">The same at the end.</param>
/// <param name="Usage">The server's.</param>
/// <param name="UsageAfter">The same at the end.</param>
/// <param name="AllocatedByAsking">What the server allocates to answer the question itself.</param>
/// <param name="Own">The generator's processor time.</param>
/// <param name="Seconds">From beginning to end.</param>
internal sealed record Measured(
    RunCounters Before, RunCounters After, ServerUsage Usage, ServerUsage UsageAfter, long? AllocatedByAsking, TimeSpan Own, double Seconds)
{
    /// <summary>Datagrams that the generator could not send.</summary>
    public long SendFailures { get; init; }

    /// <summary>Bad datagrams sent.</summary>
    public long FloodDatagrams { get; init; }
}
