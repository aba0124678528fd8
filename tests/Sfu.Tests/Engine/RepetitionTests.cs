using Rtp.Srtp;
using Simulation.Clients;
using Simulation.Network;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>Packets that are lost on the way up are asked for again only where sending them twice gives no key away (RFC 7714 section 8).</summary>
public sealed class RepetitionTests
{
    [Theory]
    [InlineData(SrtpProfile.AesCm128HmacSha1Tag80, true, true)]
    [InlineData(SrtpProfile.AeadAes128Gcm, true, false)]
    [InlineData(SrtpProfile.AeadAes256Gcm, true, false)]
    [InlineData(SrtpProfile.AesCm128HmacSha1Tag80, false, false)]
    public void Lost_sound_is_asked_for_where_cipher_and_client_bear_it(SrtpProfile cipher, bool offered, bool asked)
    {
        SimulatedBrowser caller = Talk(ClientProfile.Browser with { Srtp = cipher, AudioNack = offered });
        Assert.Equal(asked, caller.RequestedPacketsOf(caller.Microphone.Stream.Ssrc) > 0);
        Assert.True(caller.RequestedPacketsOf(caller.Camera.Encodings[0].Stream.Ssrc) > 0, "lost pictures were not asked for, though they come by RTX");
    }

    [Theory]
    [InlineData(SrtpProfile.AesCm128HmacSha1Tag80, true)]
    [InlineData(SrtpProfile.AeadAes128Gcm, false)]
    public void Without_RTX_the_same_goes_for_pictures(SrtpProfile cipher, bool asked)
    {
        SimulatedBrowser caller = Talk(ClientProfile.Browser with { Srtp = cipher, Rtx = false });
        Assert.Equal(asked, caller.RequestedPacketsOf(caller.Camera.Encodings[0].Stream.Ssrc) > 0);
    }

    private static SimulatedBrowser Talk(ClientProfile profile)
    {
        using var simulator = new Simulator();
        SimulatedBrowser caller = simulator.NewBrowser("caller", up: new LinkSettings(Delay: 20_000, Loss: 0.2), profile: profile);
        SimulatedBrowser callee = simulator.NewBrowser("callee");
        simulator.Connect(caller, callee);
        caller.Publish();
        callee.Publish();
        simulator.Run(MediaTime.Seconds(5));
        return caller;
    }
}
