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
