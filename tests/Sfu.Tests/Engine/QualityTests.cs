using Sfu.Quality;
using Simulation.Clients;
using Simulation.Network;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>How good a connection is, is told by participant and direction.</summary>
public sealed class QualityTests
{
    [Fact]
    public void On_a_good_network_both_directions_are_good()
    {
        (MediaEvent.QualityChanged caller, MediaEvent.QualityChanged callee) = Talk(LinkSettings.Perfect, LinkSettings.Perfect);
        Assert.Equal((QualityLevel.Good, QualityLevel.Good), (caller.Up, caller.Down));
        Assert.Equal((QualityLevel.Good, QualityLevel.Good), (callee.Up, callee.Down));
    }

    [Fact]
    public void Losses_on_the_way_up_are_those_of_who_sends()
    {
        (MediaEvent.QualityChanged caller, MediaEvent.QualityChanged callee) = Talk(new LinkSettings(Delay: 20_000, Loss: 0.7), LinkSettings.Perfect);
        Assert.InRange(caller.Up, QualityLevel.Bad, QualityLevel.Poor);
        Assert.Equal(QualityLevel.Good, callee.Up);
    }

    // Without redundancy and repairs, which would make good what is lost; uneven enough to matter to whoever has to wait for it.
    [Theory]
    [InlineData(0.15, 0)]
    [InlineData(0, 600_000)]
    public void What_is_lost_or_uneven_on_the_way_up_is_not_held_against_who_receives(double loss, long jitter)
    {
        ClientProfile plain = ClientProfile.Browser with { RedPayloadType = 0, AudioNack = false };
        (MediaEvent.QualityChanged caller, MediaEvent.QualityChanged callee) =
            Talk(new LinkSettings(Delay: 20_000, Jitter: jitter, Loss: loss), LinkSettings.Perfect, plain);
        Assert.InRange(caller.Up, QualityLevel.Bad, QualityLevel.Poor);
        Assert.Equal((QualityLevel.Good, QualityLevel.Good), (callee.Up, callee.Down));
    }

    [Fact]
    public void A_long_way_hurts_both_directions_of_one_side()
    {
        var far = new LinkSettings(Delay: 400_000);
        (MediaEvent.QualityChanged caller, MediaEvent.QualityChanged callee) = Talk(far, far);
        Assert.Equal((QualityLevel.Bad, QualityLevel.Bad), (caller.Up, caller.Down));
        Assert.Equal((QualityLevel.Good, QualityLevel.Good), (callee.Up, callee.Down));
    }

    [Fact]
    public void Who_gets_smaller_pictures_than_there_are_has_a_connection_that_is_not_good()
    {
        using var simulator = new Simulator(seed: 5);
        ClientProfile simulcast = ClientProfile.Browser with { Rids = ["q", "h", "f"] };
        SimulatedBrowser camera = simulator.NewBrowser("camera", profile: simulcast);
        SimulatedBrowser near = simulator.NewBrowser("near");
        SimulatedBrowser narrow = simulator.NewBrowser("narrow", down: new LinkSettings(Delay: 20_000).Limited(400_000));
        SimulatedBrowser[] all = [camera, near, narrow];
        simulator.Connect(all);
        camera.Publish();
        simulator.Run(MediaTime.Seconds(30));
        Assert.Equal(QualityLevel.Good, Last(simulator, near).Down);
        Assert.InRange(Last(simulator, narrow).Down, QualityLevel.Bad, QualityLevel.Fair);
        Assert.Equal(QualityLevel.Good, Last(simulator, camera).Up);
    }

    [Theory]
    [InlineData(0.1, 30)]
    [InlineData(0, 4)]
    public void Pictures_that_stood_still_or_were_not_decoded_are_held_against_the_way_to_who_says_so(double frozen, double framesPerSecond)
    {
        (MediaEvent.QualityChanged caller, MediaEvent.QualityChanged callee) = Report(LinkSettings.Perfect, frozen, framesPerSecond);
        Assert.InRange(callee.Down, QualityLevel.Bad, QualityLevel.Poor);
        Assert.Equal((QualityLevel.Good, QualityLevel.Good, QualityLevel.Good), (caller.Up, caller.Down, callee.Up));
    }

    [Fact]
    public void Who_saw_everything_keeps_a_good_connection() =>
        Assert.Equal(QualityLevel.Good, Report(LinkSettings.Perfect, frozen: 0, framesPerSecond: 1000).Callee.Down);

    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(0.01, 0)]
    [InlineData(0.1, 1)]
    [InlineData(0.01, 1)]
    public void Pictures_that_stood_still_because_their_publisher_loses_packets_are_not_held_against_who_says_so(double loss, int shard) =>
        Assert.Equal(QualityLevel.Good, Report(new LinkSettings(Delay: 20_000, Loss: loss), frozen: 0.5, framesPerSecond: 4, shard).Callee.Down);

    private static (MediaEvent.QualityChanged Caller, MediaEvent.QualityChanged Callee) Report(
        LinkSettings up, double frozen, double framesPerSecond, int shard = 0)
    {
        using var simulator = new Simulator(seed: 5, shards: shard + 1);
        simulator.Share();
        SimulatedBrowser caller = simulator.NewBrowser("caller", up);
        SimulatedBrowser callee = simulator.NewBrowser("callee", shard: shard);
        simulator.Connect(caller, callee);
        caller.Publish();
        callee.Publish();
        for (int i = 0; i < 5; i++)
        {
            simulator.Run(MediaTime.Seconds(4));
            simulator.Hosts[shard].Engine.NoteReception(callee.Key, [new SlotReception(0, frozen, framesPerSecond, null)], simulator.Now);
        }

        simulator.Run(MediaTime.Seconds(2));
        return (Last(simulator, caller), Last(simulator, callee));
    }

    private static (MediaEvent.QualityChanged Caller, MediaEvent.QualityChanged Callee) Talk(LinkSettings up, LinkSettings down, ClientProfile? profile = null)
    {
        using var simulator = new Simulator(seed: 5);
        SimulatedBrowser caller = simulator.NewBrowser("caller", up, down, profile);
        SimulatedBrowser callee = simulator.NewBrowser("callee", profile: profile);
        simulator.Connect(caller, callee);
        caller.Publish();
        callee.Publish();
        simulator.Run(MediaTime.Seconds(20));
        return (Last(simulator, caller), Last(simulator, callee));
    }

    private static MediaEvent.QualityChanged Last(Simulator simulator, SimulatedBrowser client) =>
        simulator.Events.OfType<MediaEvent.QualityChanged>().Last(e => e.Participant == client.Key);
}
