using Fuzzing;
using Simulation.Clients;
using Simulation.Network;
using Simulation.World;

namespace Sfu.Tests.Engine;

public sealed class AllocationTests
{
    [Fact]
    public void A_call_allocates_nothing_in_the_engine()
    {
        using var simulator = new Simulator();
        SimulatedClient caller = simulator.NewClient("caller");
        SimulatedClient callee = simulator.NewClient("callee", up: new LinkSettings(Loss: 0.02), down: new LinkSettings(Loss: 0.02));
        caller.Join();
        callee.Join();
        Assert.True(simulator.RunUntil(() => caller.Connected && callee.Connected));
        caller.Publish();
        callee.Publish();
        simulator.Run(MediaTime.Seconds(10));

        // Received, forwarded, repaired, reported and timed for three seconds: 1,600 packets.
        simulator.Host.Allocations = 0;
        long least = Allocations.LeastOf(() =>
        {
            simulator.Host.Allocations = 0;
            simulator.Run(MediaTime.Seconds(3));
            return simulator.Host.Allocations;
        });
        Assert.Equal(0, least);
        Assert.Equal(0, callee.VideoOf(0).Gaps);
    }
}
