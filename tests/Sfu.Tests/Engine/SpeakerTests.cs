using Simulation.Clients;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>Who speaks in a room is told to everybody in it, and seen by everybody.</summary>
public sealed class SpeakerTests
{
    private const byte Silence = 127;
    private const byte Speech = 0x85;

    [Fact]
    public void Who_speaks_is_told_to_everybody_and_a_pause_between_words_changes_nothing()
    {
        using var simulator = new Simulator();
        SimulatedClient[] clients = Connect(simulator, new ClientProfile { ExtraSlots = 1 }, "a", "b", "c");
        Say(clients, speaker: 1);
        simulator.Run(MediaTime.Seconds(3));
        Assert.All(clients, client => Assert.Equal(["b"], Speakers(simulator, client)));

        Say(clients, speaker: -1);
        simulator.Run(MediaTime.Milliseconds(400));
        Say(clients, speaker: 1);
        simulator.Run(MediaTime.Seconds(2));
        Assert.All(clients, client => Assert.Equal(["b"], Speakers(simulator, client)));

        Say(clients, speaker: 2);
        simulator.Run(MediaTime.Seconds(2));
        Assert.All(clients, client => Assert.Equal(["b", "c"], Speakers(simulator, client)));
    }

    [Fact]
    public void A_speaker_who_leaves_is_nobody()
    {
        using var simulator = new Simulator();
        SimulatedClient[] clients = Connect(simulator, ClientProfile.Browser, "a", "b");
        Say(clients, speaker: 1);
        simulator.Run(MediaTime.Seconds(3));
        simulator.Apply(new EngineInput.Remove(clients[1].Key));
        Assert.Equal(["b", null], Speakers(simulator, clients[0]));
    }

    [Fact]
    public void Who_is_muted_does_not_speak()
    {
        using var simulator = new Simulator();
        SimulatedClient[] clients = Connect(simulator, ClientProfile.Browser, "a", "b");
        simulator.Apply(new EngineInput.Mute(clients[1].Key, MediaKind.Audio, true));
        Say(clients, speaker: 1);
        simulator.Run(MediaTime.Seconds(3));
        Assert.Empty(Speakers(simulator, clients[0]));
    }

    [Fact]
    public void Where_slots_are_few_the_speaker_takes_the_place_of_who_is_silent()
    {
        using var simulator = new Simulator();
        SimulatedClient[] clients = Connect(simulator, ClientProfile.Browser, "viewer", "first", "second");
        Say(clients, speaker: 2);
        simulator.Run(MediaTime.Seconds(3));

        Assert.Equal(["second"], Slots(simulator, clients[0]));
        Assert.True(clients[0].VideoOf(0).CompleteFrames > 60);
        Assert.Equal(0, clients[0].VideoOf(0).Gaps);

        Say(clients, speaker: 1);
        simulator.Run(MediaTime.Seconds(3));
        Assert.Equal(["first"], Slots(simulator, clients[0]));
    }

    private static void Say(SimulatedClient[] clients, int speaker)
    {
        for (int i = 0; i < clients.Length; i++)
        {
            clients[i].Audio.Level = i == speaker ? Speech : Silence;
        }
    }

    private static SimulatedClient[] Connect(Simulator simulator, ClientProfile profile, params string[] names)
    {
        SimulatedClient[] clients = [.. names.Select(name => simulator.NewClient(name, profile: profile))];
        foreach (SimulatedClient client in clients)
        {
            client.Join();
        }

        Assert.True(simulator.RunUntil(() => clients.All(client => client.Connected)));
        Say(clients, speaker: -1);
        foreach (SimulatedClient client in clients)
        {
            client.Publish();
        }

        return clients;
    }

    private static List<string?> Speakers(Simulator simulator, SimulatedClient client) =>
        [.. simulator.Events.OfType<MediaEvent.SpeakerChanged>().Where(e => e.Participant == client.Key).Select(e => e.Speaker)];

    private static IReadOnlyList<string?> Slots(Simulator simulator, SimulatedClient client) =>
        simulator.Events.OfType<MediaEvent.SlotsChanged>().Last(e => e.Participant == client.Key).Occupants;
}
