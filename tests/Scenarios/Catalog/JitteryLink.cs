using Sfu;
using Sfu.Rooms;
using Simulation.Clients;
using Simulation.Network;

namespace Scenarios.Catalog;

/// <summary>Two calls alike, of which one has a network whose delay wanders and that reorders.</summary>
internal sealed class JitteryLink : Scenario
{
    private const double From = 20;
    private const double To = 80;

    // Until what was on the way has come, or was lost and sent again.
    private const double Rest = 2;
    private const double Step = 0.1;

    // So that there is something to be asked for.
    private const double Loss = 0.01;

    private SimulatedBrowser _jittery = null!;
    private SimulatedBrowser _smooth = null!;
    private double _jitteryEstimates;
    private double _smoothEstimates;

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

    protected override void Run(Stage stage)
    {
        for (double time = From; time < To; time += Step)
        {
            stage.At(time, () =>
            {
                _jitteryEstimates += Of(stage, _jittery).Downlink.Estimate.BitsPerSecond;
                _smoothEstimates += Of(stage, _smooth).Downlink.Estimate.BitsPerSecond;
            });
        }

        stage.RunUntil(To);
        foreach (SimulatedBrowser browser in stage.Browsers)
        {
            browser.Camera.Stop();
        }

        stage.RunUntil(To + Rest);
    }

    protected override void Check(Stage stage, Findings findings)
    {
        double jittery = _jittery.Received.RateBetween(stage.Time(From), stage.Time(To));
        double smooth = _smooth.Received.RateBetween(stage.Time(From), stage.Time(To));
        findings.AtMost(1.2, "", "packets that the server asks for again, for each that was lost", _jittery.RequestedPackets / (double)_jittery.Up.Statistics.Lost);
        findings.AtMost(1.2, "", "packets of pictures that the server asks for again, for each of them that was lost", RequestedForLost(stage));
        findings.AtMost(1.2, "", "packets of pictures that the server sends again, for each time that the viewer asks for one", SentAgain(stage, _jittery) / (double)_jittery.VideoOf(0).Losses.Requests);
        findings.AtMost(15, "%", "between the server's estimate and that without jitter, on average", 100 * Math.Abs(_jitteryEstimates - _smoothEstimates) / _smoothEstimates);
        findings.AtMost(15, "%", "less received than without jitter", 100 * (smooth - jittery) / smooth);
        findings.AtMost(1, "a minute", "freezes", _jittery.VideoOf(0).FreezesPerMinute(stage.Time(From), stage.Time(To)));
    }

    private static Participant Of(Stage stage, SimulatedBrowser browser) => stage.Simulator.Engine.Find(browser.Key)!;

    private double RequestedForLost(Stage stage)
    {
        uint source = _jittery.Camera.Encodings[0].Stream.Ssrc;
        return _jittery.RequestedPacketsOf(source) / (double)Of(stage, _jittery).Media.Receiver.Find(source)!.Lost;
    }

    // What was asked for, and what feedback alone called missing.
    private static long SentAgain(Stage stage, SimulatedBrowser viewer) =>
        Of(stage, viewer).Media.Outgoing.Where(stream => stream.Kind == MediaKind.Video).Sum(stream => stream.Retransmissions);
}
