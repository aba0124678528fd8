using Simulation.Clients;
using Simulation.Network;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>How fast the sender of a call of two is told to send at most.</summary>
public sealed class SendTargetTests
{
    // The first probe of the other side's way is three times the guess that its estimate begins with.
    private const long FirstProbe = 900_000;

    private static readonly LinkSettings Near = new(Delay: 1_000);

    /// <summary>On a long way to the sender its pictures begin long after the other side is told of it: a probe before them would find nothing.</summary>
    [Theory]
    [InlineData(20_000)]
    [InlineData(150_000)]
    public void Is_not_a_guess_while_the_other_sides_way_is_unknown(long delay)
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            var far = new LinkSettings(Delay: delay);
            using var simulator = new Simulator(seed);
            SimulatedBrowser sender = simulator.NewBrowser("sender", far, far);
            SimulatedBrowser receiver = simulator.NewBrowser("receiver", Near, Near);
            simulator.Connect(receiver);
            simulator.Run(MediaTime.Milliseconds(300 + (37 * seed)));
            simulator.Connect(sender);
            sender.Publish();

            simulator.RunUntil(() => sender.Remb < FirstProbe, MediaTime.Seconds(2));
            Assert.InRange(sender.Remb ?? long.MaxValue, FirstProbe, long.MaxValue);
            Assert.InRange(simulator.Engine.Find(receiver.Key)!.Report().Downlink.BitsPerSecond, FirstProbe, long.MaxValue);
        }
    }
}
