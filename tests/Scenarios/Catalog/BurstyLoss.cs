using Sfu;
using Simulation.Clients;
using Simulation.Network;

namespace Scenarios.Catalog;

/// <summary>One of two has a network that loses some packets in a row, now and then, both ways.</summary>
internal sealed class BurstyLoss : Scenario
{
    private const long Delay = 40_000;

    private SimulatedBrowser _lossy = null!;
    private SimulatedBrowser _other = null!;

    public override string Name => "bursts";

    public override string Title => "losses in bursts (mean 8 packets, 5 % overall)";

    protected override void Conditions(Stage stage)
    {
        var network = new LinkSettings(Delay: Delay, Bursts: new BurstLoss(0.05, 8));
        _lossy = stage.Browser("lossy", up: network, down: network);
        _other = stage.Browser("other");
    }

    protected override void Run(Stage stage) => stage.RunUntil(60);

    protected override void Check(Stage stage, Findings findings)
    {
        findings.AtMost(1, "%", "of the sound lost, to the lossy side", 100 * (1 - _lossy.AudioOf(0).Playback.Intact));
        findings.AtMost(1, "%", "of the sound lost, from the lossy side", 100 * (1 - _other.AudioOf(0).Playback.Intact));
        findings.AtMost(1, "", "keyframe requests to a source within a round trip", Math.Max(MostWithin(_other, 20_000), MostWithin(_lossy, 2 * Delay)));
    }

    private static int MostWithin(SimulatedBrowser source, long roundTrip)
    {
        int most = 0;
        foreach (MediaTime first in source.KeyframeRequests)
        {
            most = Math.Max(most, source.KeyframeRequests.Count(time => time >= first && time - first < roundTrip));
        }

        return most;
    }
}
