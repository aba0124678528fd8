using System.Net;
using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Network;
using EndToEnd.Tests.Pages;
using Simulation.Network;

namespace EndToEnd.Tests.Calls;

/// <summary>The way of a running call's media changes under it: UDP dies and comes back, a NAT forgets who was behind it. Picture and sound go on.</summary>
public sealed class WayTests(BrowserPark park) : CallTest(park)
{
    // Pictures, freezes and sound, from the browser's own statistics, which the server takes.
    private const string TellsWhatItDecoded = """
        () => {
          const told = window.wiretap.said().map(JSON.parse).filter(({ type }) => type === 'media.received');
          const taken = window.wiretap.heard().filter((frame) => frame.includes('"type":"call.updated"'));
          return told.some(({ request_id, slots: [slot] }) => slot.frames_per_second > 0 && slot.frozen >= 0 && slot.concealed >= 0
            && taken.some((frame) => JSON.parse(frame).request_id === request_id));
        }
        """;

    protected override Dictionary<string, string> Settings => new() { ["media.listen.0"] = "127.0.0.1" };

    [Fact]
    public async Task Without_UDP_the_call_goes_on_over_TCP_and_returns_when_the_network_changes()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        using (var way = Relay())
        {
            await DetourAsync(caller, way);
            await EstablishAsync(caller, callee, "video");
            await GoesOnAsync(caller, callee, "udp");
        }

        await GoesOnAsync(caller, callee, "tcp");

        using var another = Relay();
        await DetourAsync(caller, another);
        await caller.Page.EvaluateAsync<bool>("() => window.dispatchEvent(new Event('online'))");
        await GoesOnAsync(caller, callee, "udp");
    }

    [Fact]
    public async Task A_call_whose_NAT_forgot_it_goes_on_from_the_new_address()
    {
        using var way = Relay();
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        await DetourAsync(caller, way);
        await EstablishAsync(caller, callee, "video");
        await GoesOnAsync(caller, callee, "udp");
        await caller.Page.WaitForAsync(TellsWhatItDecoded);
        int offers = await OffersAsync(caller);

        way.Rebind();

        await GoesOnAsync(caller, callee, "udp");
        Assert.Equal(offers, await OffersAsync(caller));
    }

    private UdpRelay Relay() => new(LinkSettings.Perfect, LinkSettings.Perfect, new IPEndPoint(IPAddress.Loopback, Server.Options.MediaPort));

    private static Task<int> DetourAsync(CallApp app, UdpRelay relay) =>
        app.Page.EvaluateAsync<int>("port => window.wiretap.detour(port)", relay.First.Port);

    private static Task<int> OffersAsync(CallApp app) =>
        app.Page.EvaluateAsync<int>("() => window.wiretap.said().filter((message) => JSON.parse(message).type === 'media.offer').length");

    private static async Task GoesOnAsync(CallApp caller, CallApp callee, string protocol)
    {
        await caller.Page.UntilAsync(
            () => caller.Page.EvaluateAsync<string?>("async () => (await window.__calls.call.getStats()).protocol"),
            now => now == protocol,
            $"media goes over {protocol}",
            TimeSpan.FromSeconds(60));
        await callee.Page.SeesCameraOfAsync(CallApp.RemoteVideo, CallerSeat);
        await caller.Page.SeesCameraOfAsync(CallApp.RemoteVideo, CalleeSeat);
        await callee.Page.HearsAsync(MediaExpectations.Audible, Person.Caller);
        await caller.Page.HearsAsync(MediaExpectations.Audible, Person.Callee);
    }
}
