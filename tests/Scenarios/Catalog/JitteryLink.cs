using Simulation.Clients;
using Simulation.Network;

namespace Scenarios.Catalog;

/// <summary>Two calls alike, of which one has a network whose delay wanders and that reorders.</summary>
internal sealed class JitteryLink : Scenario
{
    private const double From = 20;
    private const double To = 80;

    // So that there is something to be asked for.
    private const double Loss = 0.01;

    private SimulatedBrowser _jittery = null!;
    private SimulatedBrowser _smooth = null!;

    public override string Name => "jitter";

    public override string Title => "50 ms +- 30 ms jitter with 2 % reordering";

    protected override void Conditions(Stage stage)
    {
        var smooth = new LinkSettings(Delay: 50_000, Loss: Loss);
        LinkSettings jittery = smooth with { Delay = 20_000, Jitter = 60_000, InOrder = true, Reordering = 0.02, ReorderingDelay = 20_000 };
        stage.Browser("jittery sender", room: "jittery");
        _jittery = stage.Browser("jittery", up: jittery, down: jittery.Limited(1_500_000), room: "jittery");
        stage.Browser("smooth sender", room: "smooth");
        _smooth = stage.Browser("smooth", up: smooth, down: smooth.Limited(1_500_000), room: "smooth");
    }

    protected override void Run(Stage stage) => stage.RunUntil(To);

    protected override void Check(Stage stage, Findings findings)
    {
        double jittery = _jittery.Received.RateBetween(stage.Time(From), stage.Time(To));
        double smooth = _smooth.Received.RateBetween(stage.Time(From), stage.Time(To));
        findings.AtMost(1.2, "", "packets that the server asks for again, for each that was lost", _jittery.RequestedPackets / (double)_jittery.Up.Statistics.Lost);
        findings.AtMost(15, "%", "less received than without jitter", 100 * (smooth - jittery) / smooth);
        findings.AtMost(1, "a minute", "freezes", _jittery.VideoOf(0).FreezesPerMinute(stage.Time(From), stage.Time(To)));
    }
}
