using System.CommandLine;

namespace CallQuality;

/// <summary>Plays the scenarios of call quality and prints what is required against what is reached.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        var seed = new Option<int>("--seed") { Description = "All chance comes from it.", DefaultValueFactory = _ => 1 };
        var scenario = new Option<string?>("--scenario") { Description = "Plays only this one." };
        var json = new Option<FileInfo?>("--json") { Description = "Writes the results to a file, too." };
        var markdown = new Option<FileInfo?>("--markdown") { Description = "Writes the results to a file as a table, too." };
        var timeline = new Option<DirectoryInfo?>("--timeline") { Description = "Writes what each client sent and received over the time to this directory, as CSV." };
        var traces = new Option<DirectoryInfo?>("--trace") { Description = "Writes a trace of what does not hold to this directory." };
        var replay = new Option<FileInfo?>("--replay") { Description = "Instead: lets an engine do again what a trace tells." };
        var command = new RootCommand("Plays calls on bad networks, in virtual time, and shows how good they are.")
        {
            seed, scenario, json, markdown, timeline, traces, replay,
        };
        command.SetAction(result => result.GetValue(replay) is { } trace
            ? TraceReplay.Execute(trace)
            : new QualityRun(result.GetValue(seed), result.GetValue(scenario))
            {
                Json = result.GetValue(json),
                Markdown = result.GetValue(markdown),
                Timeline = result.GetValue(timeline),
                Traces = result.GetValue(traces),
            }.Execute());
        return command.Parse(args).Invoke();
    }
}
