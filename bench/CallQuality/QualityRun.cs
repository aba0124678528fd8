using System.Text.Json;
using System.Text.Json.Serialization;
using Scenarios;

namespace CallQuality;

/// <summary>Plays scenarios one after another.</summary>
/// <param name="seed">All chance comes from it.</param>
/// <param name="name">The only scenario to be played, or null for all.</param>
internal sealed class QualityRun(int seed, string? name)
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Takes the results, or null.</summary>
    public FileInfo? Json { get; init; }

    /// <summary>Takes the results as a table in Markdown, or null.</summary>
    public FileInfo? Markdown { get; init; }

    /// <summary>Takes what happened over the time, or null.</summary>
    public DirectoryInfo? Timeline { get; init; }

    /// <summary>Takes traces of what does not hold, or null.</summary>
    public DirectoryInfo? Traces { get; init; }

    /// <summary>Plays them.</summary>
    /// <returns>The exit code: 0 when all is as required, 1 when not, 2 when there is no such scenario.</returns>
    public int Execute()
    {
        List<Scenario> scenarios = [.. ScenarioCatalog.All.Where(scenario => name is null || scenario.Name == name)];
        if (scenarios.Count == 0)
        {
            Console.Error.WriteLine($"No scenario is called '{name}'. There are: {string.Join(", ", ScenarioCatalog.All.Select(scenario => scenario.Name))}.");
            return 2;
        }

        List<Outcome> outcomes = [];
        Console.WriteLine($"seed {seed}");
        foreach (Scenario scenario in scenarios)
        {
            Outcome outcome = Play(scenario);
            outcomes.Add(outcome);
            QualityTable.Print(outcome);
            if (!outcome.Holds && Traces is not null)
            {
                Console.WriteLine($"  trace: {TracedRun.Write(outcome.Scenario, seed, Traces.FullName)}");
            }
        }

        QualityTable.PrintSum(outcomes);
        if (Json is not null)
        {
            File.WriteAllText(Json.FullName, JsonSerializer.Serialize(outcomes, JsonOptions));
        }

        if (Markdown is not null)
        {
            File.WriteAllText(Markdown.FullName, QualityTable.ToMarkdown(outcomes));
        }

        return outcomes.TrueForAll(outcome => outcome.Holds) ? 0 : 1;
    }

    private Outcome Play(Scenario scenario)
    {
        if (Timeline is null)
        {
            return Scenario.Play(scenario, seed);
        }

        Timeline.Create();
        using var writer = new StreamWriter(Path.Combine(Timeline.FullName, $"{scenario.Name}-{seed}.csv"));
        var timeline = new Timeline(writer);
        return Scenario.Play(scenario, seed, timeline.Follow);
    }
}
