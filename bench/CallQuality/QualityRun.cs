using System.Text.Json;
using Scenarios;

namespace CallQuality;

/// <summary>Plays scenarios one after another.</summary>
internal sealed class QualityRun(int seed, string? name, FileInfo? json)
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

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
            Outcome outcome = Scenario.Play(scenario, seed);
            outcomes.Add(outcome);
            QualityTable.Print(outcome);
        }

        QualityTable.PrintSum(outcomes);
        if (json is not null)
        {
            File.WriteAllText(json.FullName, JsonSerializer.Serialize(outcomes, JsonOptions));
        }

        return outcomes.TrueForAll(outcome => outcome.Holds) ? 0 : 1;
    }
}
