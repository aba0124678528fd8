using Sfu;
using Simulation.Clients;
using Simulation.Network;
using Simulation.World;

namespace Scenarios.Catalog;

/// <summary>A room of six with simulcast; the way to one of them narrows and widens again.</summary>
internal sealed class RoomSteps : Scenario
{
    private const int Others = 5;
    private const long Wide = 2_000_000;
    private const long Narrow = 500_000;
    private const double Narrows = 20;
    private const double Widens = 35;
    private const double Ends = 50;

    private static readonly ClientProfile Simulcast = ClientProfile.Browser with { Rids = ["q", "h", "f"], Server = ServerFeatures.Production with { Simulcast = true } };

    private SimulatedBrowser _viewer = null!;

    public override string Name => "room-steps";

    public override string Title => "the same, simulcast in a room of 6";

    protected override void Conditions(Stage stage)
    {
        _viewer = stage.Browser(
            "viewer", down: new LinkSettings(Delay: 20_000).Limited(Wide), profile: ClientProfile.Browser with { ExtraSlots = Others - 1 });
        for (int i = 0; i < Others; i++)
        {
            stage.Browser($"other {i}", profile: Simulcast);
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
        double freeze = Enumerable.Range(0, Others).Max(slot => _viewer.VideoOf(slot).LongestFreeze(stage.Time(15), stage.Time(Ends)));
        List<(MediaTime From, MediaTime To)>[] pauses = [.. Enumerable.Range(0, Others).Select(slot => _viewer.VideoOf(slot).Playback.PausesBetween(stage.Time(10), stage.Time(Ends)).ToList())];
        double sound = Enumerable.Range(0, Others).Min(slot => _viewer.AudioOf(slot).Playback.Intact);
        findings.AtLeast(Others, "", "cameras seen at 2 Mbit/s, 10 s to 20 s", Seen(stage, 10, 20));
        findings.AtLeast(1, "", "cameras seen at 500 kbit/s beside five voices, 25 s to 35 s", Seen(stage, 25, Widens));
        findings.AtLeast(Others, "", "cameras seen at 2 Mbit/s again, 43 s to 50 s", Seen(stage, 43, Ends));
        findings.AtMost(3, "", "pauses of one camera, of the worst", pauses.Max(own => own.Count));
        findings.AtMost(8, "s", "until no camera is paused any more after the way widened", pauses.SelectMany(own => own).Select(pause => stage.SecondsAt(pause.To)).DefaultIfEmpty(Widens).Max() - Widens);
        findings.AtMost(400, "ms", "longest freeze", freeze);
        findings.AtLeast(99, "%", "of the sound played, of the worst of five", 100 * sound);
    }

    // At five pictures a second somebody is there.
    private int Seen(Stage stage, double from, double to) => Enumerable.Range(0, Others).Count(slot =>
        _viewer.VideoOf(slot).Playback.Pictures.Count(picture => picture.Time >= stage.Time(from) && picture.Time < stage.Time(to)) >= 5 * (to - from));
}
