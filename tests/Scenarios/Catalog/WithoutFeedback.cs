using Simulation.Clients;
using Simulation.Network;
using Simulation.Receivers;
using Simulation.World;

namespace Scenarios.Catalog;

/// <summary>Two cameras with simulcast and somebody who gives no transport-wide feedback, the way to whom narrows and widens again.</summary>
internal sealed class WithoutFeedback : Scenario
{
    private const int Cameras = 2;
    private const long Wide = 2_000_000;
    private const long Narrow = 500_000;
    private const double Narrows = 40;
    private const double Widens = 70;
    private const double Ends = 120;

    // A client needs time to be given more, as nothing tells what its way carries but what it is sent.
    private const double Rises = 30;

    private static readonly ClientProfile Simulcast = ClientProfile.Browser with { Rids = ["q", "h", "f"], Server = ServerFeatures.Production with { Simulcast = true } };

    private readonly ClientProfile _profile;
    private readonly double _sound;
    private readonly double _freeze;
    private readonly double _queue;
    private SimulatedBrowser _viewer = null!;

    private WithoutFeedback(string name, string title, ClientProfile profile, double sound, double freeze, double queue)
    {
        Name = name;
        Title = title;
        _profile = profile;
        (_sound, _freeze, _queue) = (sound, freeze, queue);
    }

    public override string Name { get; }

    public override string Title { get; }

    /// <summary>Somebody who tells an estimate of its own.</summary>
    public static WithoutFeedback EstimatingItself() =>
        new("remb-only", "the same for a viewer that gives an estimate (REMB), but no transport-wide feedback", ClientProfile.EstimatingItself, sound: 99, freeze: 1_000, queue: 100);

    /// <summary>Somebody who sends receiver reports, and no more: they come once a second, and until then nothing tells that the way became narrow.</summary>
    public static WithoutFeedback ReportingOnly() =>
        new("reports-only", "the same for a viewer that gives receiver reports alone", ClientProfile.ReportingOnly, sound: 98, freeze: 2_000, queue: 150);

    protected override void Conditions(Stage stage)
    {
        _viewer = stage.Browser("viewer", down: new LinkSettings(Delay: 20_000).Limited(Wide), profile: _profile with { ExtraSlots = Cameras - 1 });
        for (int i = 0; i < Cameras; i++)
        {
            stage.Browser($"camera {i}", profile: Simulcast);
        }
    }

    protected override void Run(Stage stage)
    {
        stage.At(Narrows, () => _viewer.Down.Settings = _viewer.Down.Settings.Limited(Narrow));
        stage.At(Widens, () => _viewer.Down.Settings = _viewer.Down.Settings.Limited(Wide));
        stage.RunUntil(Ends);
    }

    protected override void Check(Stage stage, Findings findings)
    {
        findings.AtLeast(90, "%", "of the pictures of 640x360, at 2 Mbit/s from 30 s on", Share(stage, 1, Rises, Narrows));
        findings.AtLeast(90, "%", "of the pictures of 320x180, at 500 kbit/s from 5 s on", Share(stage, 0, Narrows + 5, Widens));
        findings.AtLeast(90, "%", "of the pictures of 640x360 again, from 30 s after the way widened", Share(stage, 1, Widens + Rises, Ends));
        findings.AtMost(_freeze, "ms", "longest freeze", Enumerable.Range(0, Cameras).Max(slot => _viewer.VideoOf(slot).LongestFreeze(stage.Time(10), stage.Time(Ends))));
        findings.AtLeast(_sound, "%", "of the sound played, of the worse of two", 100 * Enumerable.Range(0, Cameras).Min(slot => _viewer.AudioOf(slot).Playback.Intact));
        findings.AtMost(_queue, "ms", "queueing delay, p95", _viewer.Down.Statistics.WaitedBetween(stage.Time(5), stage.Time(Ends), 0.95) / 1e3);
    }

    private double Share(Stage stage, int encoding, double from, double to)
    {
        uint[] sources = [.. stage.Browsers.Where(browser => browser != _viewer).Select(browser => browser.Camera.Encodings[encoding].Stream.Ssrc)];
        List<PlayedPicture> pictures = [.. Enumerable.Range(0, Cameras).SelectMany(slot => _viewer.VideoOf(slot).Playback.Pictures)
            .Where(picture => picture.Time >= stage.Time(from) && picture.Time < stage.Time(to))];
        return pictures.Count == 0 ? 0 : 100.0 * pictures.Count(picture => sources.Contains(picture.Source)) / pictures.Count;
    }
}
