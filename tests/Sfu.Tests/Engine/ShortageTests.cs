using Simulation.Clients;
using Simulation.Network;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>What is dropped because a way cannot carry it was never numbered: a receiver must not take it for lost and ask for it.</summary>
public sealed class ShortageTests
{
    private const long Narrow = 400_000;

    [Fact]
    public void What_a_narrow_way_has_no_room_for_leaves_no_gap_in_the_numbers()
    {
        using var simulator = new Simulator();
        SimulatedBrowser speaker = simulator.NewBrowser("speaker");
        SimulatedBrowser viewer = simulator.NewBrowser("viewer");
        SimulatedBrowser other = simulator.NewBrowser("other");
        speaker.Publish();
        SimulatedBrowser[] everybody = [speaker, viewer, other];
        var sent = new SentMedia(simulator);
        simulator.Connect(everybody);

        simulator.Run(MediaTime.Seconds(8));
        viewer.Down.Settings = viewer.Down.Settings.Limited(Narrow, queueMilliseconds: 2_000);
        simulator.Run(MediaTime.Seconds(10));
        viewer.Down.Settings = LinkSettings.Perfect;
        simulator.Run(MediaTime.Seconds(12));

        Assert.True(simulator.Engine.Find(viewer.Key)!.Report().PacketsDropped > 0, "Nothing was dropped: the test shows nothing.");
        foreach (var stream in sent.Packets.GroupBy(packet => (packet.To, packet.Ssrc)))
        {
            ushort first = stream.Min(packet => packet.Number);
            Assert.Equal(Enumerable.Range(first, stream.Count()), stream.Select(packet => (int)packet.Number).Order());
        }
    }
}
