using Rtp.Srtp;
using Simulation.Clients;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>Many come and go, in every way there is; in the end nothing of them is left.</summary>
public sealed class SoakTests
{
    private static readonly string[] Rooms = ["room", "other"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whoever_comes_and_goes_nothing_is_left_in_the_end(int seed)
    {
        using var simulator = new Simulator(seed, shards: 2);
        Array.ForEach(Rooms, simulator.Share);
        List<SimulatedClient> clients = [];
        List<SrtpSender> keys = [];
        for (int step = 0; step < 120; step++)
        {
            SimulatedClient client = Join(simulator, step);
            clients.Add(client);
            simulator.Run(MediaTime.Milliseconds(simulator.Random.Next(400)));
            keys.AddRange(clients.Select(one => simulator.Hosts[one.Shard].Engine.Find(one.Key)?.Transport.Outbound).OfType<SrtpSender>());
            if (clients.Count > 8)
            {
                Leave(simulator, clients);
            }
        }

        // Who fell silent is given up by the time-out.
        foreach (SimulatedClient client in clients)
        {
            client.Vanish();
        }

        simulator.Run(MediaTime.Seconds(60));
        foreach (string room in Rooms)
        {
            simulator.Apply(new EngineInput.Close(room), 0);
            simulator.Apply(new EngineInput.Close(room), 1);
        }

        simulator.Run(MediaTime.Seconds(1));
        foreach (EngineHost host in simulator.Hosts)
        {
            Assert.Equal(
                (0, 0, 0, host.IdleSlabs),
                (host.Engine.ParticipantCount, host.Engine.RoomCount, host.Engine.Links.MirrorCount, host.RentedSlabs));
            Assert.Equal(MediaTime.Never, host.Engine.NextDeadline);
        }

        Assert.True(keys.Distinct().Count() > 60);
        Assert.All(keys, key => Assert.Throws<ObjectDisposedException>(() => key.ProtectRtcp(new byte[100], 8, out _)));
    }

    private static SimulatedClient Join(Simulator simulator, int step)
    {
        // Some names come back while their former transport is still there.
        Random random = simulator.Random;
        string name = random.Next(4) == 0 ? "often here" : $"client {step}";
        SimulatedClient client = simulator.NewClient(
            name,
            profile: new ClientProfile { AgreedKeys = true, ExtraSlots = random.Next(3) },
            room: Rooms[random.Next(Rooms.Length)],
            shard: name == "often here" ? 0 : random.Next(2));
        client.Join(gate: random.Next(4) > 0);
        if (random.Next(3) > 0)
        {
            client.Publish();
        }

        return client;
    }

    private static void Leave(Simulator simulator, List<SimulatedClient> clients)
    {
        SimulatedClient client = clients[simulator.Random.Next(clients.Count)];
        clients.Remove(client);
        switch (simulator.Random.Next(4))
        {
            case 0:
                client.Vanish();
                break;
            case 1:
                simulator.Apply(new EngineInput.Mute(client.Key, MediaKind.Video, true), client.Shard);
                simulator.Apply(new EngineInput.Gate(client.Key, false), client.Shard);
                client.Vanish();
                break;
            default:
                client.Vanish();
                simulator.Apply(new EngineInput.Remove(client.Key), client.Shard);
                break;
        }
    }
}
