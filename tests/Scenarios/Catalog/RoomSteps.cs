using Simulation.Clients;
using Simulation.Network;

namespace Scenarios.Catalog;

/// <summary>A room of six with simulcast; the way to one of them narrows and widens again.</summary>
internal sealed class RoomSteps : Scenario
{
    private const int Others = 5;
    private const long Wide = 2_000_000;
    private const long Narrow = 500_000;

    private static readonly ClientProfile Simulcast = ClientProfile.Browser with { Rids = ["q", "h", "f"] };

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
        stage.At(20, () => _viewer.Down.Settings = _viewer.Down.Settings.Limited(Narrow));
        stage.At(35, () => _viewer.Down.Settings = _viewer.Down.Settings.Limited(Wide));
        stage.RunUntil(50);
    }

    protected override void Check(Stage stage, Findings findings)
    {
        double freeze = Enumerable.Range(0, Others).Max(slot => _viewer.VideoOf(slot).LongestFreeze(stage.Time(15), stage.Time(50)));
        double sound = Enumerable.Range(0, Others).Min(slot => _viewer.AudioOf(slot).Playback.Intact);
        int seen = Enumerable.Range(0, Others).Count(slot => _viewer.VideoOf(slot).Playback.Pictures.Count > 0);
        findings.AtLeast(Others, "", "cameras seen", seen);
        findings.AtMost(400, "ms", "longest freeze", freeze);
        findings.AtLeast(99, "%", "of the sound played, of the worst of five", 100 * sound);
    }
}
