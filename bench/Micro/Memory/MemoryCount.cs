using Sfu;
using Simulation.Clients;
using Simulation.World;

namespace Micro.Memory;

/// <summary>
/// What a connected participant, its streams and its subscriptions hold: counted by what is given back when they leave, so that nothing of the
/// simulated clients is in it. Handshakes, keys and media are real.
/// </summary>
internal static class MemoryCount
{
    private const int Calls = 100;
    private const int ExtraSlots = 10;

    /// <summary>Counts and prints.</summary>
    public static void Run(TextWriter output)
    {
        // What is made once in the life of a process is made now.
        _ = OfCalls(new ClientProfile(), publish: true);

        MemoryUse idle = OfCalls(new ClientProfile(), publish: false) / Calls;
        MemoryUse withSlots = OfCalls(new ClientProfile { ExtraSlots = ExtraSlots }, publish: false) / Calls;
        MemoryUse active = OfCalls(new ClientProfile(), publish: true) / Calls;
        output.WriteLine("KiB each                                            managed    native   packets");
        output.WriteLine($"idle call of two, connected                       {idle}");
        output.WriteLine($"one more subscription (sound and pictures)        {(withSlots - idle) / (2 * ExtraSlots)}");
        output.WriteLine($"published sound and pictures (1 Mbit/s)           {(active - idle) / 2}");
    }

    private static MemoryUse OfCalls(ClientProfile profile, bool publish)
    {
        using var simulator = new Simulator();
        for (int call = 0; call < Calls; call++)
        {
            simulator.NewClient("caller", profile: profile, room: $"room {call}").Join();
            simulator.NewClient("callee", profile: profile, room: $"room {call}").Join();
        }

        simulator.RunUntil(() => simulator.Clients.All(client => client.Connected));
        if (publish)
        {
            foreach (SimulatedClient client in simulator.Clients)
            {
                client.Publish();
            }
        }

        simulator.Run(MediaTime.Seconds(2));
        MemoryUse before = MemoryUse.Now(simulator);
        foreach (SimulatedClient client in simulator.Clients)
        {
            simulator.Engine.Remove(client.Key, simulator.Now);
        }

        simulator.Engine.Outbox.Clear();
        simulator.Engine.Events.Clear();
        return before - MemoryUse.Now(simulator);
    }
}
