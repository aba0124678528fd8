using Simulation.Clients;
using Simulation.World;

namespace Sfu.Tests.Engine;

public sealed class MemoryTests
{
    [Fact]
    public void Where_memory_is_short_repairs_suffer_and_media_does_not()
    {
        // Twelve cameras of 120 packets a second: a second of them is three times what there is.
        using var simulator = new Simulator(packetMemory: 1024 * 1024);
        for (int call = 0; call < 6; call++)
        {
            simulator.NewClient("caller", room: $"call {call}").Join();
            simulator.NewClient("callee", room: $"call {call}").Join();
        }

        Assert.True(simulator.RunUntil(() => simulator.Clients.All(client => client.Connected)));
        foreach (SimulatedClient client in simulator.Clients)
        {
            client.Publish();
        }

        simulator.Run(MediaTime.Seconds(5));

        Assert.True(simulator.Engine.Yielded > 0);
        Assert.Equal(0, simulator.Engine.Drops[DropReason.OutOfMemory]);
        Assert.Equal(0, simulator.Engine.Outbox.Dropped);
        Assert.All(simulator.Clients.OfType<SimulatedClient>(), client => Assert.Equal(0, client.VideoOf(0).Gaps));
        Assert.All(simulator.Clients.OfType<SimulatedClient>(), client => Assert.InRange(client.VideoOf(0).CompleteFrames, 140, 155));
    }

    [Fact]
    public void What_a_camera_sent_is_given_back_when_it_stops()
    {
        using var simulator = new Simulator();
        SimulatedClient caller = simulator.NewClient("caller");
        SimulatedClient callee = simulator.NewClient("callee");
        simulator.Connect(caller, callee);
        caller.Publish();
        simulator.Run(MediaTime.Seconds(5));
        Assert.True(simulator.Host.RentedSlabs > simulator.Host.IdleSlabs + 100);

        caller.Audio.Stop();
        caller.Video.Stop();
        simulator.Run(MediaTime.Seconds(3));
        Assert.Equal(simulator.Host.IdleSlabs, simulator.Host.RentedSlabs);
    }
}
