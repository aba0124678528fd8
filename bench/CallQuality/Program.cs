using System.CommandLine;

namespace CallQuality;

/// <summary>Plays the scenarios of call quality and prints what is required against what is reached.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        var seed = new Option<int>("--seed") { Description = "all chance comes from it", DefaultValueFactory = _ => 1 };
        var scenario = new Option<string?>("--scenario") { Description = "plays only this one" };
        var json = new Option<FileInfo?>("--json") { Description = "writes the results to a file, too" };
        var command = new RootCommand("Plays calls on bad networks, in virtual time, and shows how good they are.") { seed, scenario, json };
        command.SetAction(result => new QualityRun(result.GetValue(seed), result.GetValue(scenario), result.GetValue(json)).Execute());
        return command.Parse(args).Invoke();
    }
}
