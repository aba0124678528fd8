using Sfu;
using Simulation.Clients;

namespace Scenarios.Catalog;

/// <summary>An audience comes in all at once.</summary>
internal sealed class ManyJoin : Scenario
{
    private const int Audience = 30;
    private const double Begins = 5;

    private readonly List<SimulatedBrowser> _viewers = [];
    private SimulatedBrowser _speaker = null!;

    public override string Name => "many-join";

    public override string Title => "30 subscribers join within a second";

    protected override void Conditions(Stage stage) => _speaker = stage.Browser("speaker");

    protected override void Run(Stage stage)
    {
        for (int i = 0; i < Audience; i++)
        {
            SimulatedBrowser viewer = stage.Latecomer($"viewer {i}");
            _viewers.Add(viewer);
            stage.At(Begins + (i / (double)Audience), () => viewer.Join());
        }

        stage.RunUntil(10);
    }

    protected override void Check(Stage stage, Findings findings)
    {
        MediaTime late = stage.Time(Begins + 2);
        findings.AtMost(3, "", "keyframe requests that reach the source", _speaker.KeyframeRequests.Count(time => time >= stage.Time(Begins)));
        findings.AtLeast(Audience, "", "subscribers with a picture within 2 s", _viewers.Count(viewer => viewer.VideoOf(0).Playback.FirstAfter(MediaTime.Zero) < late));
    }
}
