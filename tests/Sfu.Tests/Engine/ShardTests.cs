using Simulation.Clients;
using Simulation.Network;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>One room on two engines: who is on the other one is heard and seen as if it were here.</summary>
public sealed class ShardTests
{
    private static readonly ClientProfile ThreeSlots = new() { ExtraSlots = 2 };

    [Fact]
    public void Sound_and_pictures_flow_both_ways_between_shards()
    {
        using Simulator simulator = TwoShards();
        SimulatedClient[] clients = Connect(simulator, ("a", 0), ("b", 1), ("c", 0), ("d", 1));
        simulator.Run(MediaTime.Seconds(3));

        foreach (SimulatedClient client in clients)
        {
            Assert.Equal(
                clients.Where(other => other != client).Select(other => other.Key.Participant).Order(),
                Slots(simulator, client).Order());
            for (int slot = 0; slot < 3; slot++)
            {
                Assert.InRange(client.VideoOf(slot).CompleteFrames, 60, 200);
                Assert.InRange(client.AudioOf(slot).Packets.Count, 100, 200);
                Assert.Equal(0, client.VideoOf(slot).Gaps);
                Assert.Equal(0, client.AudioOf(slot).Gaps);
            }
        }

        Assert.All(simulator.Rings, ring => Assert.Equal((0, 0), (ring.Overflows, ring.Starved)));
    }

    [Fact]
    public void A_packet_crosses_once_for_all_subscribers_of_a_shard_and_pictures_not_at_all_where_there_are_none()
    {
        using Simulator simulator = TwoShards();
        SimulatedClient publisher = Connect(simulator, ("publisher", 0))[0];
        SimulatedClient[] near = Join(simulator, 0, "near 1", "near 2");
        simulator.Run(MediaTime.Seconds(1));
        Assert.InRange(Crossed(simulator), publisher.Audio.Packets - 4, publisher.Audio.Packets);

        SimulatedClient[] far = Join(simulator, 1, [.. Enumerable.Range(0, 8).Select(i => $"far {i}")]);
        Assert.True(simulator.RunUntil(() => far.All(viewer => viewer.VideoOf(0).CompleteFrames > 5)));
        long before = Crossed(simulator);
        long sent = publisher.Video.Packets + publisher.Audio.Packets;
        simulator.Run(MediaTime.Seconds(2));
        long published = publisher.Video.Packets + publisher.Audio.Packets - sent;
        Assert.InRange(Crossed(simulator) - before, published - 4, published + 4);

        foreach (SimulatedClient viewer in far)
        {
            simulator.Apply(new EngineInput.Remove(viewer.Key), 1);
        }

        simulator.Run(MediaTime.Milliseconds(10));
        before = Crossed(simulator);
        simulator.Run(MediaTime.Seconds(1));
        Assert.InRange(Crossed(simulator) - before, 48, 52);
    }

    [Fact]
    public void Gate_and_mute_hold_on_the_other_shard_too_and_nothing_of_the_time_between_is_made_up_for()
    {
        using Simulator simulator = TwoShards();
        SimulatedClient[] clients = Connect(simulator, ("a", 0), ("b", 1));
        simulator.Run(MediaTime.Seconds(1));

        simulator.Apply(new EngineInput.Mute(clients[0].Key, MediaKind.Video, true), 0);
        simulator.Run(MediaTime.Milliseconds(50));
        int pictures = clients[1].VideoOf(0).Packets.Count;
        int sounds = clients[1].AudioOf(0).Packets.Count;
        int firstHidden = clients[0].Video.Frames;
        simulator.Run(MediaTime.Milliseconds(900));
        Assert.Equal(pictures, clients[1].VideoOf(0).Packets.Count);
        Assert.InRange(clients[1].AudioOf(0).Packets.Count - sounds, 40, 50);
        int lastHidden = clients[0].Video.Frames - 1;

        simulator.Apply(new EngineInput.Mute(clients[0].Key, MediaKind.Video, false), 0);
        simulator.Run(MediaTime.Seconds(1));
        Assert.InRange(clients[1].VideoOf(0).Packets.Count - pictures, 80, 130);
        Assert.Equal(0, clients[1].VideoOf(0).Gaps);
        Assert.DoesNotContain(clients[1].VideoOf(0).Packets.Values, packet => packet.Frame > firstHidden && packet.Frame < lastHidden);

        simulator.Apply(new EngineInput.Gate(clients[0].Key, false), 0);
        simulator.Run(MediaTime.Milliseconds(50));
        Assert.Equal([null, null, null], Slots(simulator, clients[1]));
        Assert.Equal([null, null, null], Slots(simulator, clients[0]));
        simulator.Apply(new EngineInput.Gate(clients[0].Key, true), 0);
        simulator.Run(MediaTime.Milliseconds(50));
        Assert.Equal(["a", null, null], Slots(simulator, clients[1]));
        Assert.Equal(["b", null, null], Slots(simulator, clients[0]));
    }

    [Fact]
    public void Who_leaves_one_shard_is_gone_from_the_other_and_who_comes_back_is_seen_again()
    {
        using Simulator simulator = TwoShards();
        SimulatedClient[] clients = Connect(simulator, ("a", 0), ("b", 1));
        simulator.Run(MediaTime.Seconds(1));
        clients[0].Vanish();
        simulator.Apply(new EngineInput.Remove(clients[0].Key), 0);
        simulator.Run(MediaTime.Milliseconds(10));
        Assert.Equal([null, null, null], Slots(simulator, clients[1]));

        // On the shard where it was not before.
        SimulatedClient again = Connect(simulator, ("a", 1))[0];
        int before = clients[1].VideoOf(0).Packets.Count;
        simulator.Run(MediaTime.Seconds(1));
        Assert.Equal(["a", null, null], Slots(simulator, clients[1]));
        Assert.InRange(clients[1].VideoOf(0).Packets.Count - before, 80, 130);
        Assert.Equal(0, clients[1].VideoOf(0).Gaps);
        Assert.InRange(again.VideoOf(0).CompleteFrames, 20, 60);
    }

    [Fact]
    public void Who_moves_to_the_other_shard_keeps_its_gate_and_its_mute_marks()
    {
        using Simulator simulator = TwoShards();
        SimulatedClient[] clients = Connect(simulator, ("a", 0), ("b", 1));
        simulator.Apply(new EngineInput.Mute(clients[0].Key, MediaKind.Audio, true), 0);
        simulator.Run(MediaTime.Milliseconds(10));
        SimulatedClient moved = simulator.NewClient("a", profile: ThreeSlots, shard: 1);
        clients[0].Vanish();
        moved.Join(gate: false);
        moved.Publish();
        simulator.Apply(new EngineInput.Remove(clients[0].Key), 0);
        Assert.True(simulator.RunUntil(() => moved.VideoOf(0).CompleteFrames > 5));
        int sounds = clients[1].AudioOf(0).Packets.Count;
        int pictures = clients[1].VideoOf(0).Packets.Count;
        simulator.Run(MediaTime.Seconds(1));
        Assert.Equal(sounds, clients[1].AudioOf(0).Packets.Count);
        Assert.InRange(clients[1].VideoOf(0).Packets.Count - pictures, 80, 130);
    }

    [Fact]
    public void However_many_join_on_both_shards_the_source_is_asked_for_few_keyframes()
    {
        using Simulator simulator = TwoShards();
        SimulatedClient publisher = Connect(simulator, ("publisher", 0))[0];
        simulator.Run(MediaTime.Seconds(1));
        int before = publisher.KeyframeRequests;
        SimulatedClient[] viewers = [.. Enumerable.Range(0, 30).Select(i => simulator.NewClient($"viewer {i}", shard: i % 2))];
        for (int i = 0; i < viewers.Length; i++)
        {
            SimulatedClient viewer = viewers[i];
            simulator.At(simulator.Now + (i * 30_000), () => viewer.Join());
        }

        Assert.True(simulator.RunUntil(() => viewers.All(viewer => viewer.Session is not null && viewer.VideoOf(0).CompleteFrames > 5)));
        Assert.InRange(publisher.KeyframeRequests - before, 1, 6);
    }

    [Fact]
    public void What_a_subscriber_loses_comes_from_the_cache_of_its_own_shard()
    {
        using Simulator simulator = TwoShards();
        SimulatedClient publisher = Connect(simulator, ("publisher", 0))[0];
        SimulatedClient viewer = simulator.NewClient("viewer", down: new LinkSettings(Loss: 0.05), shard: 1);
        viewer.Join();
        Assert.True(simulator.RunUntil(() => viewer.VideoOf(0).CompleteFrames > 5));
        long crossed = Crossed(simulator);
        long sent = publisher.Video.Packets + publisher.Audio.Packets;
        simulator.Run(MediaTime.Seconds(5));

        Assert.True(viewer.VideoOf(0).Repaired > 10);
        Assert.InRange(viewer.VideoOf(0).Gaps, 0, 5);
        long published = publisher.Video.Packets + publisher.Audio.Packets - sent;
        Assert.InRange(Crossed(simulator) - crossed, published - 4, published + 4);
    }

    [Fact]
    public void What_finds_the_ring_full_is_counted_and_repaired()
    {
        using Simulator simulator = TwoShards(ringCapacity: 8);
        SimulatedClient publisher = Connect(simulator, ("publisher", 0))[0];
        SimulatedClient viewer = Join(simulator, 1, "viewer")[0];
        Assert.True(simulator.RunUntil(() => viewer.VideoOf(0).CompleteFrames > 5));

        // The other worker does not come round for a while.
        simulator.CrossingTime = MediaTime.Milliseconds(150);
        simulator.Run(MediaTime.Milliseconds(200));
        simulator.CrossingTime = 20;
        simulator.Run(MediaTime.Seconds(2));

        Assert.True(simulator.Rings.Sum(ring => ring.Overflows) > 0);
        Assert.Equal(0, viewer.VideoOf(0).Gaps);
        Assert.InRange(viewer.VideoOf(0).CompleteFrames, 60, 90);
    }

    [Fact]
    public void Reports_keep_sound_and_pictures_together_across_shards()
    {
        using Simulator simulator = TwoShards();
        Connect(simulator, ("publisher", 0));
        SimulatedClient viewer = Join(simulator, 1, "viewer")[0];
        Assert.True(simulator.RunUntil(() => viewer.VideoOf(0).CompleteFrames > 5));
        simulator.Run(MediaTime.Seconds(3));
        Assert.InRange(LipSync.Difference(viewer), -0.04, 0.04);
    }

    [Fact]
    public void Pictures_wait_for_repairs_on_the_publishers_way_as_long_on_one_shard_as_on_the_other()
    {
        using Simulator simulator = TwoShards();
        SimulatedBrowser publisher = simulator.NewBrowser("publisher", up: new LinkSettings(Delay: 50_000, Loss: 0.05), down: new LinkSettings(Delay: 50_000));
        SimulatedBrowser near = simulator.NewBrowser("near");
        SimulatedBrowser far = simulator.NewBrowser("far", shard: 1);
        publisher.Publish();
        simulator.Connect(publisher, near, far);
        simulator.Run(MediaTime.Seconds(15));
        Assert.InRange(near.VideoOf(0).Timing.Floor, 100_000, 300_000);
        Assert.InRange(far.VideoOf(0).Timing.Floor - near.VideoOf(0).Timing.Floor, -20_000, 20_000);
    }

    [Fact]
    public void The_end_of_a_room_ends_all_of_its_shards_and_leaves_nothing()
    {
        using Simulator simulator = TwoShards();
        Connect(simulator, ("a", 0), ("b", 1), ("c", 0), ("d", 1));
        simulator.Run(MediaTime.Seconds(1));
        simulator.Apply(new EngineInput.Close(SimulatedClient.Room), 0);
        simulator.Apply(new EngineInput.Close(SimulatedClient.Room), 1);
        simulator.Run(MediaTime.Seconds(1));
        AssertNothingLeft(simulator);
    }

    [Fact]
    public void A_shard_that_everybody_left_and_that_the_room_left_has_nothing_of_it()
    {
        using Simulator simulator = TwoShards();
        SimulatedClient[] clients = Connect(simulator, ("a", 0), ("b", 1));
        simulator.Run(MediaTime.Seconds(1));
        simulator.Apply(new EngineInput.Remove(clients[1].Key), 1);
        simulator.Apply(new EngineInput.Share(SimulatedClient.Room, []), 0);
        simulator.Apply(new EngineInput.Share(SimulatedClient.Room, []), 1);
        simulator.Run(MediaTime.Milliseconds(10));
        Assert.Equal((1, 0), (simulator.Hosts[0].Engine.RoomCount, simulator.Hosts[1].Engine.RoomCount));
        simulator.Apply(new EngineInput.Remove(clients[0].Key), 0);
        simulator.Run(MediaTime.Milliseconds(10));
        AssertNothingLeft(simulator);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_does_not_matter_which_shard_learns_first_that_there_are_two(bool newOneFirst)
    {
        using var simulator = new Simulator(shards: 2);
        SimulatedClient[] clients = Connect(simulator, ("a", 0), ("b", 1));
        simulator.Apply(new EngineInput.Share(SimulatedClient.Room, [newOneFirst ? 0 : 1]), newOneFirst ? 1 : 0);
        simulator.Run(MediaTime.Milliseconds(1));
        simulator.Apply(new EngineInput.Share(SimulatedClient.Room, [newOneFirst ? 1 : 0]), newOneFirst ? 0 : 1);
        simulator.Run(MediaTime.Milliseconds(1));
        Assert.Equal(["b", null, null], Slots(simulator, clients[0]));
        Assert.Equal(["a", null, null], Slots(simulator, clients[1]));
    }

    [Fact]
    public void A_relayed_stream_allocates_nothing_on_either_shard()
    {
        using Simulator simulator = TwoShards();
        Connect(simulator, ("a", 0), ("b", 1));
        simulator.Run(MediaTime.Seconds(10));
        Assert.Equal(0, AllocationTests.AllocatedInSteadyState(simulator));
    }

    [Fact]
    public void What_a_relayed_stream_lacks_is_asked_for_without_allocating_on_either_shard()
    {
        using Simulator simulator = TwoShards(ringCapacity: 4);
        SimulatedClient[] clients = Connect(simulator, ("a", 0), ("b", 1));
        clients[0].Up.Settings = clients[0].Up.Settings with { Loss = 0.03 };
        simulator.Run(MediaTime.Seconds(10));
        long before = clients[0].Up.Statistics.Lost;
        Assert.Equal(0, AllocationTests.AllocatedInSteadyState(simulator));
        Assert.InRange(clients[0].Up.Statistics.Lost - before, 10, long.MaxValue);
    }

    private static Simulator TwoShards(int ringCapacity = 1024)
    {
        var simulator = new Simulator(shards: 2, ringCapacity: ringCapacity);
        simulator.Share();
        return simulator;
    }

    private static SimulatedClient[] Connect(Simulator simulator, params (string Name, int Shard)[] members)
    {
        SimulatedClient[] clients = [.. members.Select(member => simulator.NewClient(member.Name, profile: ThreeSlots, shard: member.Shard))];
        foreach (SimulatedClient client in clients)
        {
            client.Join();
            client.Publish();
        }

        Assert.True(simulator.RunUntil(() => clients.All(client => client.Connected)));
        return clients;
    }

    private static SimulatedClient[] Join(Simulator simulator, int shard, params string[] names)
    {
        SimulatedClient[] clients = [.. names.Select(name => simulator.NewClient(name, shard: shard))];
        simulator.Connect(clients);
        return clients;
    }

    private static IEnumerable<string?> Slots(Simulator simulator, SimulatedClient client) =>
        simulator.Events.OfType<MediaEvent.SlotsChanged>().Last(change => change.Participant == client.Key).Occupants;

    private static long Crossed(Simulator simulator) => simulator.Hosts[1].Engine.Links.Inbound[0].Taken;

    private static void AssertNothingLeft(Simulator simulator)
    {
        foreach (EngineHost host in simulator.Hosts)
        {
            Assert.Equal(
                (0, 0, 0, host.IdleSlabs),
                (host.Engine.ParticipantCount, host.Engine.RoomCount, host.Engine.Links.MirrorCount, host.RentedSlabs));
            Assert.Equal(MediaTime.Never, host.Engine.NextDeadline);
        }
    }
}
