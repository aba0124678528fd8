using Sfu;
using Simulation.Clients;
using Simulation.Network;

namespace Scenarios.Catalog;

/// <summary>Camera to camera; one of the two sits in a train: what its radio link carries follows a trace, delay wanders, packets come twice, and its NAT gives it another address.</summary>
internal sealed class OnTheMove : Scenario
{
    private const double Rebinding = 40;
    private const double End = 80;

    // Kilobits a second, one for each second, repeated: cells that fade out and hand over.
    private static readonly int[] Downlink =
    [
        2400, 2300, 2500, 2200, 1900, 1600, 1400, 1100, 900, 800, 700, 900, 1300, 1700, 2000, 2300, 2600, 2600, 2400, 2500,
        2200, 2100, 1800, 1500, 1500, 1200, 1000, 1000, 1200, 1600, 1900, 2100, 2400, 2700, 2700, 2600, 2500, 2300, 2400, 2400,
    ];

    private SimulatedBrowser _traveller = null!;
    private SimulatedBrowser _other = null!;

    public override string Name => "on-the-move";

    public override string Title => "a link that follows a trace of 0.7 to 2.7 Mbit/s, 2 % of the packets twice, a new address in between";

    protected override void Conditions(Stage stage)
    {
        var radio = new LinkSettings(Delay: 30_000, Duplication: 0.02, Wander: 15_000);
        _traveller = stage.Browser("traveller", up: radio.Limited(1_500_000), down: radio.Limited(Downlink[0] * 1000));
        _other = stage.Browser("other");
    }

    protected override void Run(Stage stage)
    {
        for (int second = 1; second < End; second++)
        {
            int rate = Downlink[second % Downlink.Length] * 1000;
            stage.At(second, () => _traveller.Down.Settings = _traveller.Down.Settings.Limited(rate));
        }

        stage.At(Rebinding, _traveller.Move);
        stage.RunUntil(End);
    }

    protected override void Check(Stage stage, Findings findings)
    {
        double carried = Enumerable.Range(10, 29).Average(second => Downlink[second % Downlink.Length]) * 1000;
        findings.AtLeast(70, "%", "of what the link carried used, 10 s to 39 s", 100 * _traveller.Received.RateBetween(stage.Time(10), stage.Time(39)) / carried);
        findings.AtMost(200, "ms", "queueing delay, p95", _traveller.Down.Statistics.WaitedBetween(stage.Time(5), stage.Time(Rebinding), 0.95) / 1e3);
        findings.AtMost(400, "ms", "longest freeze before the new address", _traveller.VideoOf(0).LongestFreeze(stage.Time(10), stage.Time(Rebinding - 0.2)));
        findings.AtMost(3, "s", "from the new address to the next picture", Waited(stage, _traveller));
        findings.AtMost(3, "s", "from the new address to the next picture of the other side", Waited(stage, _other));
        findings.AtMost(400, "ms", "longest freeze from 10 s after it", _traveller.VideoOf(0).LongestFreeze(stage.Time(Rebinding + 10), stage.Time(End)));
    }

    // What was on the way when it changed still came.
    private static double Waited(Stage stage, SimulatedBrowser viewer)
    {
        MediaTime from = stage.Time(Rebinding + 0.3);
        return stage.SecondsAt(viewer.VideoOf(0).Playback.FirstAfter(from)) - Rebinding;
    }
}
