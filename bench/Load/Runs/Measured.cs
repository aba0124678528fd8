using Load.Reports;
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
    /// <summary>Managed memory that the server allocated, without what the questions took; null where there is none.</summary>
    public double? Allocated => UsageAfter.AllocatedBytes is { } after ? Math.Max(0, after - Usage.AllocatedBytes!.Value - AllocatedByAsking!.Value) : null;

    /// <summary>Datagrams that the generator could not send.</summary>
    public long SendFailures { get; init; }

    /// <summary>Bad datagrams sent, by their kind; null without a flood.</summary>
    public IReadOnlyDictionary<string, long>? Flood { get; init; }

    /// <summary>Requests over REST; null without any.</summary>
    public RestReport? Rest { get; init; }
}
