using Simulation.Clients;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>More than two in a room, and who is in whose slots.</summary>
public sealed class RoomTests
{
    private static readonly ClientProfile ThreeSlots = new() { ExtraSlots = 2 };

    [Fact]
    public void Everybody_receives_everybody_else_in_a_slot_of_their_own()
    {
        using var simulator = new Simulator();
        SimulatedClient[] clients = Connect(simulator, "a", "b", "c", "d");
        simulator.Run(MediaTime.Seconds(3));

        foreach (SimulatedClient client in clients)
        {
            Assert.Equal(clients.Where(other => other != client).Select(other => other.Key.Participant), Slots(simulator, client));
            for (int slot = 0; slot < 3; slot++)
            {
                Assert.InRange(client.VideoOf(slot).CompleteFrames, 60, 200);
                Assert.InRange(client.AudioOf(slot).Packets.Count, 100, 200);
                Assert.Equal(0, client.VideoOf(slot).Gaps);
            }
        }
    }

    [Fact]
    public void Who_leaves_frees_a_slot_and_the_next_one_runs_on_in_it_without_a_seam()
    {
        using var simulator = new Simulator();
        SimulatedClient[] clients = Connect(simulator, "a", "b");
        simulator.Run(MediaTime.Seconds(1));
        simulator.Engine.Remove(clients[1].Key, simulator.Now);
        simulator.Drain();
        Assert.Equal([null, null, null], Slots(simulator, clients[0]));

        SimulatedClient third = Connect(simulator, "c")[0];
        third.Video.PictureId = 77;
        simulator.Run(MediaTime.Seconds(1));

        Assert.Equal(["c", null, null], Slots(simulator, clients[0]));
        Assert.Equal(0, clients[0].VideoOf(0).Gaps);
        Assert.Equal(0, clients[0].AudioOf(0).Gaps);
        Assert.True(clients[0].VideoOf(0).Packets.Values.Last().Frame < 60, "the pictures are the new one's");
    }

    [Fact]
    public void Who_finds_no_free_slot_is_seated_when_one_becomes_free()
    {
        using var simulator = new Simulator();
        SimulatedClient viewer = simulator.NewClient("viewer");
        SimulatedClient[] others = [simulator.NewClient("first"), simulator.NewClient("second")];
        foreach (SimulatedClient client in others.Prepend(viewer))
        {
            client.Join();
        }

        simulator.Drain();
        Assert.Equal(["first"], Slots(simulator, viewer));
        simulator.Engine.SetGate(others[0].Key, false, simulator.Now);
        simulator.Drain();
        Assert.Equal(["second"], Slots(simulator, viewer));
    }

    [Fact]
    public void A_slot_that_is_not_shown_is_sent_no_pictures_and_goes_on_without_a_seam_when_it_is()
    {
        using var simulator = new Simulator();
        SimulatedClient[] clients = Connect(simulator, "a", "b", "c");
        simulator.Run(MediaTime.Seconds(1));
        SimulatedClient viewer = clients[0];
        simulator.Engine.SetLayout(viewer.Key, [new SlotTile(0, 0, 0)], simulator.Now);
        simulator.Run(MediaTime.Milliseconds(500));
        (int hidden, int shown, int sound) = (viewer.VideoOf(0).Packets.Count, viewer.VideoOf(1).Packets.Count, viewer.AudioOf(0).Packets.Count);
        simulator.Run(MediaTime.Seconds(2));
        Assert.Equal(hidden, viewer.VideoOf(0).Packets.Count);
        Assert.True(viewer.VideoOf(1).Packets.Count > shown + 200);
        Assert.True(viewer.AudioOf(0).Packets.Count > sound + 80);

        simulator.Engine.SetLayout(viewer.Key, [], simulator.Now);
        simulator.Run(MediaTime.Seconds(1));
        Assert.True(viewer.VideoOf(0).Packets.Count > hidden + 60);
        Assert.Equal(0, viewer.VideoOf(0).Gaps);
        Assert.Empty(simulator.Events.OfType<MediaEvent.VideoPaused>());
    }

    [Fact]
    public void However_many_join_at_once_the_source_is_asked_for_few_keyframes()
    {
        using var simulator = new Simulator();
        SimulatedClient publisher = Connect(simulator, "publisher")[0];
        simulator.Run(MediaTime.Seconds(1));
        int before = publisher.KeyframeRequests;
        SimulatedClient[] viewers = [.. Enumerable.Range(0, 30).Select(i => simulator.NewClient($"viewer {i}"))];
        for (int i = 0; i < viewers.Length; i++)
        {
            SimulatedClient viewer = viewers[i];
            simulator.At(simulator.Now + (i * 30_000), () => viewer.Join());
        }

        Assert.True(simulator.RunUntil(() => viewers.All(viewer => viewer.Session is not null && viewer.VideoOf(0).CompleteFrames > 5)));
        Assert.InRange(publisher.KeyframeRequests - before, 1, 6);
    }

    private static SimulatedClient[] Connect(Simulator simulator, params string[] names)
    {
        SimulatedClient[] clients = [.. names.Select(name => simulator.NewClient(name, profile: ThreeSlots))];
        foreach (SimulatedClient client in clients)
        {
            client.Join();
            client.Publish();
        }

        Assert.True(simulator.RunUntil(() => clients.All(client => client.Connected)));
        return clients;
    }

    private static IEnumerable<string?> Slots(Simulator simulator, SimulatedClient client) =>
        simulator.Events.OfType<MediaEvent.SlotsChanged>().Last(change => change.Participant == client.Key).Occupants;
}
