using Scenarios;
using Simulation.World;

namespace Sfu.Tests.Simulation;

/// <summary>What happened once can be had again.</summary>
public sealed class TraceTests
{
    private const string Name = "blackout";
    private const int Seed = 7;

    [Fact]
    public void The_same_seed_gives_the_same_call_and_another_one_another()
    {
        Outcome first = Play(Seed);
        Outcome second = Play(Seed);
        Assert.Equal(first.Digest, second.Digest);
        Assert.Equal(first.Findings, second.Findings);
        Assert.NotEqual(first.Digest, Play(Seed + 1).Digest);
    }

    [Fact]
    public void A_recorded_trace_replays_byte_for_byte()
    {
        string directory = Directory.CreateTempSubdirectory("traces").FullName;
        try
        {
            string path = TracedRun.Write(Name, Seed, directory);
            using StreamReader reader = File.OpenText(path);
            (string? recorded, string replayed) = Trace.Replay(reader);
            Assert.Equal(Play(Seed).Digest, recorded);
            Assert.Equal(recorded, replayed);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static Outcome Play(int seed) => Scenario.Play(ScenarioCatalog.Find(Name)!, seed);
}
