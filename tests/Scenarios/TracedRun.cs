using Simulation.World;

namespace Scenarios;

/// <summary>Plays a scenario and, where it shows less than is required, once more with everything that reaches the engine written down.</summary>
internal static class TracedRun
{
    /// <summary>Plays a scenario.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="seed">All chance comes from it.</param>
    /// <param name="directory">Where traces go.</param>
    /// <returns>What came of it, and the trace's file, or null where all is as required.</returns>
    public static (Outcome Outcome, string? Trace) Play(string name, int seed, string directory)
    {
        Outcome outcome = Scenario.Play(Find(name), seed);
        return (outcome, outcome.Holds ? null : Write(name, seed, directory));
    }

    /// <summary>Plays a scenario and writes its trace.</summary>
    /// <returns>The file.</returns>
    public static string Write(string name, int seed, string directory)
    {
        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, $"{name}-{seed}.jsonl");
        using var writer = new StreamWriter(path);
        Scenario.Play(Find(name), seed, stage => Trace.Record(stage.Simulator.Host, seed, writer), stage => Trace.Finish(stage.Simulator.Host, writer));
        return path;
    }

    private static Scenario Find(string name) =>
        ScenarioCatalog.Find(name) ?? throw new ArgumentException($"No scenario is called '{name}'.", nameof(name));
}
