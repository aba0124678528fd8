namespace Load.Targets;

/// <summary>What a server's process has used so far.</summary>
/// <param name="UserSeconds">Processor time of its own code.</param>
/// <param name="SystemSeconds">Processor time of the system on its behalf.</param>
/// <param name="MediaSeconds">Processor time of each of its media threads, by their number; empty where they are not known.</param>
/// <param name="ResidentBytes">Memory in place.</param>
/// <param name="AllocatedBytes">Managed memory allocated, or null where there is none.</param>
/// <param name="Collections">Garbage collections of generations 0, 1 and 2, each counted with the younger ones too; null where there are none.</param>
/// <param name="PauseSeconds">How long they held up the process, or null.</param>
/// <param name="Drops">Datagrams that arrived and changed nothing, by reason, or null where they are not counted.</param>
internal sealed record ServerUsage(
    double UserSeconds,
    double SystemSeconds,
    IReadOnlyList<double> MediaSeconds,
    long ResidentBytes,
    long? AllocatedBytes = null,
    IReadOnlyList<int>? Collections = null,
    double? PauseSeconds = null,
    IReadOnlyDictionary<string, long>? Drops = null);
