using Sfu;
using Simulation.Clients;
using Simulation.Network;

namespace Scenarios.Catalog;

/// <summary>Camera to camera; the way to one of the two narrows and widens again.</summary>
internal sealed class DownlinkSteps : Scenario
{
    private const long Wide = 2_000_000;
    private const long Narrow = 500_000;

    private SimulatedBrowser _sender = null!;
    private SimulatedBrowser _viewer = null!;
    private MediaTime _followed = MediaTime.Never;

    public override string Name => "downlink-steps";

    public override string Title => "downlink 2 Mbit/s -> 500 kbit/s -> 2 Mbit/s, 1:1 video";

    protected override void Conditions(Stage stage)
    {
        _sender = stage.Browser("sender");
        _viewer = stage.Browser("viewer", down: new LinkSettings(Delay: 20_000).Limited(Wide));
    }

    protected override void Run(Stage stage)
    {
        stage.At(40, () => _viewer.Down.Settings = _viewer.Down.Settings.Limited(Narrow));
        stage.At(70, () => _viewer.Down.Settings = _viewer.Down.Settings.Limited(Wide));
        stage.RunUntil(40);
        if (stage.Simulator.RunUntil(() => _sender.Camera.Target <= Narrow, MediaTime.Seconds(10)))
        {
            _followed = stage.Simulator.Now;
        }

        stage.RunUntil(110);
    }

    protected override void Check(Stage stage, Findings findings)
    {
        findings.AtLeast(85, "%", "of 2 Mbit/s used, 15 s to 40 s", Used(stage, Wide, 15, 40));
        findings.AtMost(2, "s", "until the other side's encoder follows to 500 kbit/s", stage.SecondsAt(_followed) - 40);
        findings.AtLeast(85, "%", "of 500 kbit/s used, 50 s to 70 s", Used(stage, Narrow, 50, 70));
        findings.AtLeast(85, "%", "of 2 Mbit/s used again, 80 s to 110 s", Used(stage, Wide, 80, 110));
        findings.AtMost(100, "ms", "queueing delay, p95", _viewer.Down.Statistics.WaitedBetween(stage.Time(5), stage.Time(110), 0.95) / 1e3);
        findings.AtMost(8, "s", "until 85 % of 2 Mbit/s are used again", Recovery.Seconds(stage, _viewer, 70, 110, 0.85 * Wide));
    }

    private double Used(Stage stage, long rate, double from, double to) =>
        100 * _viewer.Received.RateBetween(stage.Time(from), stage.Time(to)) / rate;
}
