using Sfu;
using Simulation.Clients;
using Simulation.Network;

namespace Scenarios.Catalog;

/// <summary>The way to one of two carries nothing but sound for a while.</summary>
internal sealed class AudioOnly : Scenario
{
    private const double Narrows = 20;
    private const double Widens = 50;

    // Until the server knows of it, and the queue that pictures filled meanwhile has drained.
    private const double Step = 5;
    private const double FrameSeconds = 0.02;

    private SimulatedBrowser _viewer = null!;
    private int _concealedBefore;
    private (int Played, int Concealed) _afterStep;

    public override string Name => "audio-only";

    public override string Title => "100 kbit/s";

    protected override void Conditions(Stage stage)
    {
        stage.Browser("sender");
        _viewer = stage.Browser("viewer", down: new LinkSettings(Delay: 20_000).Limited(2_000_000));
    }

    protected override void Run(Stage stage)
    {
        stage.At(Narrows, () => _viewer.Down.Settings = _viewer.Down.Settings.Limited(100_000));
        stage.At(Narrows, () => _concealedBefore = Audio.Concealed);
        stage.At(Narrows + Step, () => _afterStep = (Audio.Played, Audio.Concealed));
        stage.At(Widens, () => _viewer.Down.Settings = _viewer.Down.Settings.Limited(2_000_000));
        stage.RunUntil(70);
    }

    protected override void Check(Stage stage, Findings findings)
    {
        int played = Audio.Played - _afterStep.Played;
        int concealed = Audio.Concealed - _afterStep.Concealed;
        (MediaTime From, MediaTime To) pause = _viewer.VideoOf(0).Playback.Pauses.Find(pause => pause.From > stage.Time(Narrows) && pause.From < stage.Time(Widens));
        MediaTime picture = _viewer.VideoOf(0).Playback.FirstAfter(stage.Time(Widens));
        findings.AtMost(1, "s", "of sound missing within 5 s after the way narrowed", FrameSeconds * (_afterStep.Concealed - _concealedBefore));
        findings.AtMost(0.8, "s", "longest gap of the sound within them", LongestGap(stage.Time(Narrows), stage.Time(Narrows + Step)));
        findings.AtLeast(99, "%", "of the sound played, from then on", 100.0 * played / (played + concealed));
        findings.True("video paused, and the viewer told why", pause.To > stage.Time(Widens));
        findings.AtMost(5, "s", "until pictures come again after the way widened", stage.SecondsAt(picture) - Widens);
    }

    private Simulation.Receivers.AudioPlayback Audio => _viewer.AudioOf(0).Playback;

    private double LongestGap(MediaTime from, MediaTime to) =>
        Audio.Gaps.Where(gap => gap.Time >= from && gap.Time < to).Select(gap => gap.Frames * FrameSeconds).DefaultIfEmpty().Max();
}
