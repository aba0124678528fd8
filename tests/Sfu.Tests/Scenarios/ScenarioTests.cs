using Scenarios;

namespace Sfu.Tests.Scenarios;

/// <summary>The scenarios that <c>./bench/quality</c> plays, as far as they hold.</summary>
public sealed class ScenarioTests
{
    private const int Seed = 1;

    /// <summary>Scenarios that hold; the others are played too, to the end.</summary>
    private static readonly HashSet<string> Holding = [];

    public static TheoryData<string> Names => [.. ScenarioCatalog.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_call_is_as_good_as_required(string name)
    {
        Outcome outcome = Scenario.Play(ScenarioCatalog.Find(name)!, Seed);
        Assert.NotEmpty(outcome.Findings);
        Assert.True(outcome.Holds || !Holding.Contains(name), outcome.ToString());
    }

    [Fact]
    public void The_same_seed_gives_the_same_call()
    {
        string name = ScenarioCatalog.All.First().Name;
        Outcome first = Scenario.Play(ScenarioCatalog.Find(name)!, Seed);
        Outcome second = Scenario.Play(ScenarioCatalog.Find(name)!, Seed);
        Assert.Equal(first.Digest, second.Digest);
        Assert.Equal(first.Findings, second.Findings);
    }
}
