using Simulation.Clients;
using Simulation.Network;

namespace Scenarios.Catalog;

/// <summary>One of two has a network that loses a tenth of everything, both ways.</summary>
internal sealed class RandomLoss : Scenario
{
    private const double From = 10;
    private const double To = 70;

    private SimulatedBrowser _lossy = null!;
    private SimulatedBrowser _other = null!;

    public override string Name => "random-loss";

    public override string Title => "10 % random loss both ways, RTT 100 ms";

    protected override void Conditions(Stage stage)
    {
        var network = new LinkSettings(Delay: 45_000, Loss: 0.1);
        var near = new LinkSettings(Delay: 5_000);
        _lossy = stage.Browser("lossy", up: network, down: network);
        _other = stage.Browser("other", up: near, down: near);
    }

    protected override void Run(Stage stage) => stage.RunUntil(To + 1);

    protected override void Check(Stage stage, Findings findings)
    {
        Check(stage, findings, "to the lossy side", _other, _lossy);
        Check(stage, findings, "from the lossy side", _lossy, _other);
    }

    private static void Check(Stage stage, Findings findings, string way, SimulatedBrowser sender, SimulatedBrowser receiver)
    {
        int pictures = sender.Camera.PicturesBetween(stage.Time(From), stage.Time(To));
        findings.AtLeast(97, "%", $"of the pictures shown within 400 ms, {way}", receiver.VideoOf(0).ShownInTime(pictures, stage.Time(From), stage.Time(To)));
        findings.AtMost(1, "a minute", $"freezes, {way}", receiver.VideoOf(0).FreezesPerMinute(stage.Time(From), stage.Time(To)));
        findings.AtLeast(99, "%", $"of the sound played, or missing for 40 ms at most, {way}", 100 * receiver.AudioOf(0).Playback.Intelligible);
    }
}
