using Simulation.Clients;
using Simulation.Network;

namespace Scenarios.Catalog;

/// <summary>Two calls meet at one narrow place, the second one later.</summary>
internal sealed class SharedLink : Scenario
{
    private const double Joins = 15;

    private SimulatedBrowser _first = null!;
    private SimulatedBrowser _second = null!;
    private SimulatedBrowser _secondSender = null!;

    public override string Name => "shared-link";

    public override string Title => "two flows sharing 2 Mbit/s";

    protected override void Conditions(Stage stage)
    {
        Bottleneck home = stage.Simulator.NewBottleneck("home", LinkSettings.Perfect, new LinkSettings(Delay: 15_000).Limited(2_000_000));
        stage.Browser("first sender", room: "first");
        _first = stage.Browser("first", shared: home, room: "first");
        _secondSender = stage.Browser("second sender", room: "second");
        _second = stage.Browser("second", shared: home, room: "second");
    }

    protected override void Media(Stage stage)
    {
        foreach (SimulatedBrowser browser in stage.Browsers.Where(browser => browser != _secondSender))
        {
            browser.Publish();
        }
    }

    protected override void Run(Stage stage)
    {
        stage.At(Joins, _secondSender.Publish);
        stage.RunUntil(100);
    }

    protected override void Check(Stage stage, Findings findings)
    {
        double first = _first.Received.RateBetween(stage.Time(40), stage.Time(100));
        double second = _second.Received.RateBetween(stage.Time(40), stage.Time(100));
        findings.AtMost(60, "%", "of what both receive goes to one, 40 s to 100 s", 100 * Math.Max(first, second) / (first + second));
        findings.AtLeast(80, "%", "of 2 Mbit/s used by both", 100 * (first + second) / 2e6);
    }
}
