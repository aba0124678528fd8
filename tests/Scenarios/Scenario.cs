using System.Globalization;

namespace Scenarios;

/// <summary>
/// A call on a network, and what must be shown of it. A scenario is played in four acts, all from one seed: the network is put up, media is chosen, time
/// passes, and what came of it is held against what is required.
/// </summary>
internal abstract class Scenario
{
    /// <summary>Its name in the commands and tables: words with hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>What happens, in a line.</summary>
    public abstract string Title { get; }

    /// <summary>Plays a scenario, which is used up then.</summary>
    /// <param name="scenario">A new one.</param>
    /// <param name="seed">All chance comes from it.</param>
    /// <param name="prepare">Is called before the first act.</param>
    /// <param name="finish">Is called after the last.</param>
    public static Outcome Play(Scenario scenario, int seed, Action<Stage>? prepare = null, Action<Stage>? finish = null)
    {
        using var stage = new Stage(seed);
        prepare?.Invoke(stage);
        scenario.Conditions(stage);
        scenario.Media(stage);
        stage.Begin();
        scenario.Run(stage);
        var findings = new Findings();
        scenario.Check(stage, findings);
        finish?.Invoke(stage);
        return new Outcome(scenario.Name, scenario.Title, seed, findings.All, stage.Simulator.Host.Digest);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Title}");

    /// <summary>Puts up the network, and the clients on it.</summary>
    protected abstract void Conditions(Stage stage);

    /// <summary>Says who sends what.</summary>
    protected virtual void Media(Stage stage) => stage.PublishAll();

    /// <summary>Lets time pass, and things happen.</summary>
    protected abstract void Run(Stage stage);

    /// <summary>Holds what happened against what is required.</summary>
    protected abstract void Check(Stage stage, Findings findings);
}
