using Scenarios.Catalog;

namespace Scenarios;

/// <summary>All scenarios.</summary>
internal static class ScenarioCatalog
{
    private static readonly Func<Scenario>[] Makers =
    [
        () => new DownlinkSteps(),
        () => new RoomSteps(),
        () => new RandomLoss(),
        () => new BurstyLoss(),
        () => new AudioOnly(),
        () => new SharedLink(),
        () => new ManyJoin(),
        () => new JitteryLink(),
        () => new UplinkBlackout(),
        () => new OnTheMove(),
        () => WithoutFeedback.EstimatingItself(),
        () => WithoutFeedback.ReportingOnly(),
        () => new HostileFeedback(),
    ];

    /// <summary>New ones of each kind, in the order of the tables.</summary>
    public static IEnumerable<Scenario> All => Makers.Select(make => make());

    /// <summary>A new one by its name, or null.</summary>
    public static Scenario? Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name);
}
