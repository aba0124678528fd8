using Rtp.Srtp;
using Sfu;
using Simulation.Clients;
using Simulation.World;

namespace Micro.Workers;

/// <summary>
/// <c>Micro workers</c>: what a second worker brings, in memory: two rooms on two threads, and one room over two threads, against one room on one. By
/// processor time of each thread, so as if each had a core of its own.
/// </summary>
internal static class WorkerScaling
{
    private const int Receivers = 50;
    private const int Packets = 16_000;
    private const int Rounds = 5;
    private static readonly ClientProfile Profile = new() { AgreedKeys = true, Srtp = SrtpProfile.AeadAes128Gcm };

    /// <summary>Runs all and prints a table.</summary>
    public static int Run(TextWriter output)
    {
        List<(double One, double Rooms, double Spilled, double Crossing)> rounds = [];
        for (int round = 0; round <= Rounds; round++)
        {
            (double one, double perPacket) = OneWorker();
            double rooms = TwoRooms();
            (double spilled, double spilledPerPacket) = OneRoomOnTwo();
            if (round > 0)
            {
                // The first warms up.
                rounds.Add((one, rooms / one, spilled / one, (spilledPerPacket - perPacket) * 1e9));
            }
        }

        output.WriteLine($"1 to {Receivers}, packets of 1200 bytes, AEAD_AES_128_GCM, no sockets; median of {Rounds} rounds (least to most)");
        output.WriteLine($"one worker, forwarded packets a second of processor time   {Text(rounds.Select(r => r.One / 1000), "F0")}k");
        output.WriteLine($"two workers with a room each, against that                  {Text(rounds.Select(r => r.Rooms), "F2")}x");
        output.WriteLine($"one room over two workers, against that                     {Text(rounds.Select(r => r.Spilled), "F2")}x");
        output.WriteLine($"crossing, ns for each packet that came in                   {Text(rounds.Select(r => r.Crossing), "F0")}");
        return 0;
    }

    private static string Text(IEnumerable<double> values, string format)
    {
        double[] sorted = [.. values.Order()];
        return $"{sorted[sorted.Length / 2].ToString(format)} ({sorted[0].ToString(format)} to {sorted[^1].ToString(format)})";
    }

    private static (double PerSecond, double SecondsPerPacket) OneWorker()
    {
        using var simulator = new Simulator();
        (ShardThread[] shards, SimulatedClient[] publishers) = Connect(simulator, [Receivers], rooms: 1);
        OnThreads(() => shards[0].Publish(publishers[0], Profile, Packets, simulator.Now));
        return (shards[0].Sent / shards[0].Seconds, shards[0].Seconds / Packets);
    }

    private static double TwoRooms()
    {
        using var simulator = new Simulator(shards: 2);
        (ShardThread[] shards, SimulatedClient[] publishers) = Connect(simulator, [Receivers, Receivers], rooms: 2);
        OnThreads(
            () => shards[0].Publish(publishers[0], Profile, Packets, simulator.Now),
            () => shards[1].Publish(publishers[1], Profile, Packets, simulator.Now));
        return shards.Sum(shard => shard.Sent / shard.Seconds);
    }

    private static (double PerSecond, double SecondsPerPacket) OneRoomOnTwo()
    {
        using var simulator = new Simulator(shards: 2);
        (ShardThread[] shards, SimulatedClient[] publishers) = Connect(simulator, [Receivers / 2, Receivers / 2], rooms: 1);
        OnThreads(
            () => shards[0].Publish(publishers[0], Profile, Packets, simulator.Now),
            () => shards[1].Serve(simulator.Now));
        return (shards.Sum(shard => shard.Sent) / shards.Max(shard => shard.Seconds), shards.Sum(shard => shard.Seconds) / Packets);
    }

    private static (ShardThread[] Shards, SimulatedClient[] Publishers) Connect(Simulator simulator, int[] receivers, int rooms)
    {
        ShardThread[] shards = [.. simulator.Hosts.Select(host => new ShardThread(host.Engine))];
        if (shards.Length == 2)
        {
            (shards[0].Other, shards[1].Other) = (shards[1], shards[0]);
        }

        if (rooms == 1 && shards.Length == 2)
        {
            simulator.Share("room 0");
        }

        SimulatedClient[] publishers = [.. Enumerable.Range(0, rooms).Select(room => simulator.NewClient("publisher", profile: Profile, room: $"room {room}", shard: room))];
        Join(simulator, shards, publishers);

        // Who comes first has the first seat, on every shard.
        simulator.Run(MediaTime.Milliseconds(10));
        for (int shard = 0; shard < receivers.Length; shard++)
        {
            string room = $"room {(rooms == 1 ? 0 : shard)}";
            Join(simulator, shards, [.. Enumerable.Range(0, receivers[shard])
                .Select(i => simulator.NewClient($"receiver {shard} {i}", profile: Profile, room: room, shard: shard))]);
        }

        if (!simulator.RunUntil(() => simulator.Clients.All(client => client.Connected)))
        {
            throw new InvalidOperationException("Not everybody connected.");
        }

        return (shards, publishers);
    }

    private static void Join(Simulator simulator, ShardThread[] shards, SimulatedClient[] clients)
    {
        foreach (SimulatedClient client in clients)
        {
            byte[] check = [];
            simulator.Received = datagram => check = datagram;
            client.Join();
            simulator.Received = null;
            shards[client.Shard].Add(client, check);
        }
    }

    private static void OnThreads(params Action[] actions)
    {
        Thread[] threads = [.. actions.Select(action => new Thread(() => action()))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    }
}
