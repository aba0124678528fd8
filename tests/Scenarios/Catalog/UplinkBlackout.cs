using Sfu;
using Simulation.Clients;

namespace Scenarios.Catalog;

/// <summary>Nothing comes from one of two for three seconds.</summary>
internal sealed class UplinkBlackout : Scenario
{
    private const double Begins = 20;
    private const double Ends = 23;

    private SimulatedBrowser _speaker = null!;
    private SimulatedBrowser _listener = null!;
    private MediaTime _sound = MediaTime.Never;

    public override string Name => "blackout";

    public override string Title => "uplink blackout of 3 s";

    protected override void Conditions(Stage stage)
    {
        _speaker = stage.Browser("speaker");
        _listener = stage.Browser("listener");
    }

    protected override void Run(Stage stage)
    {
        stage.At(Begins, () => _speaker.Up.Settings = _speaker.Up.Settings with { Blackout = true });
        stage.At(Ends, () => _speaker.Up.Settings = _speaker.Up.Settings with { Blackout = false });
        stage.RunUntil(Ends);
        int before = _listener.AudioOf(0).Playback.Played;
        if (stage.Simulator.RunUntil(() => _listener.AudioOf(0).Playback.Played > before, MediaTime.Seconds(7)))
        {
            _sound = stage.Simulator.Now;
        }

        stage.RunUntil(40);
    }

    protected override void Check(Stage stage, Findings findings)
    {
        MediaTime picture = _listener.VideoOf(0).Playback.FirstAfter(stage.Time(Ends));
        findings.AtMost(1, "s", "from its end to the first picture", stage.SecondsAt(picture) - Ends);
        findings.AtMost(1, "s", "from its end to the first sound", stage.SecondsAt(_sound) - Ends);
        findings.AtMost(0, "ms", "longest freeze from 5 s after its end", _listener.VideoOf(0).LongestFreeze(stage.Time(Ends + 5), stage.Time(40)));
    }
}
