using Sfu;
using Simulation.Clients;
using Simulation.Network;
using Simulation.World;

namespace Scenarios;

/// <summary>Where a scenario is played: the engine, the network, the clients, and a clock that starts when everybody is connected.</summary>
internal sealed class Stage(int seed) : IDisposable
{
    private readonly List<SimulatedBrowser> _browsers = [];
    private MediaTime _begin;

    public Simulator Simulator { get; } = new(seed);

    /// <summary>The browsers, in the order in which they were made.</summary>
    public IReadOnlyList<SimulatedBrowser> Browsers => _browsers;

    /// <summary>Makes a browser.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="up">Its network towards the server.</param>
    /// <param name="down">Its network from the server.</param>
    /// <param name="profile">What it is able to do; keys are agreed, so that a run can be replayed.</param>
    /// <param name="shared">What it shares with others.</param>
    /// <param name="room">Where it goes.</param>
    public SimulatedBrowser Browser(
        string name, LinkSettings? up = null, LinkSettings? down = null, ClientProfile? profile = null, Bottleneck? shared = null, string room = "room")
    {
        SimulatedBrowser browser = Simulator.NewBrowser(name, up, down, profile, shared, room);
        _browsers.Add(browser);
        return browser;
    }

    /// <summary>Makes a browser that does not join with the others, but when it is told to.</summary>
    public SimulatedBrowser Latecomer(string name) => Simulator.NewBrowser(name);

    /// <summary>Everybody sends camera and microphone.</summary>
    public void PublishAll() => _browsers.ForEach(browser => browser.Publish());

    /// <summary>Everybody joins; the scenario's clock starts when they are connected.</summary>
    public void Begin()
    {
        Simulator.Connect([.. _browsers]);
        _begin = Simulator.Now;
    }

    /// <summary>An instant of the scenario's clock.</summary>
    public MediaTime Time(double seconds) => _begin + (long)(seconds * 1e6);

    /// <summary>Seconds of the scenario's clock.</summary>
    public double SecondsAt(MediaTime time) => time == MediaTime.Never ? double.PositiveInfinity : (time - _begin) / 1e6;

    /// <summary>Has something done at an instant.</summary>
    public void At(double seconds, Action action) => Simulator.At(Time(seconds), action);

    /// <summary>Lets time pass until an instant.</summary>
    public void RunUntil(double seconds) => Simulator.Run(Time(seconds) - Simulator.Now);

    public void Dispose() => Simulator.Dispose();
}
