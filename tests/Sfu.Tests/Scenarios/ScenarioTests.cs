using Scenarios;

namespace Sfu.Tests.Scenarios;

/// <summary>The scenarios that <c>./bench/quality</c> plays.</summary>
public sealed class ScenarioTests
{
    private const int Seed = 1;

    /// <summary>All of them.</summary>
    public static TheoryData<string> Names => [.. ScenarioCatalog.All.Select(scenario => scenario.Name)];

    private static string Traces => Path.Combine(AppContext.BaseDirectory, "traces");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_call_is_as_good_as_required(string name)
    {
        (Outcome outcome, string? trace) = TracedRun.Play(name, Seed, Traces);
        Assert.True(outcome.Holds, $"{outcome}\n./bench/quality --replay {trace}");
    }

    [Theory]
    [InlineData("many-join", 2_000)]
    [InlineData("many-join", 40_000)]
    [InlineData("shared-link", 5_000)]
    public void A_call_is_as_good_where_a_busy_worker_takes_datagrams_in_batches(string name, long microseconds)
    {
        Outcome outcome = Scenario.Play(ScenarioCatalog.Find(name)!, Seed, stage => stage.Simulator.ReceiveInBatches(microseconds));
        Assert.True(outcome.Holds, outcome.ToString());
    }
}
