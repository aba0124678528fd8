using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Network;
using EndToEnd.Tests.Pages;
using EndToEnd.Tests.Server;

namespace EndToEnd.Tests.Calls;

/// <summary>Pages, networks and servers that go away and come back.</summary>
public sealed class ReconnectTests(BrowserPark park) : CallTest(park)
{
    [Fact]
    public async Task Whoever_reloads_the_page_is_no_longer_in_the_call_and_can_call_again()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        await EstablishAsync(caller, callee, "audio");

        await caller.Page.ReloadAsync();

        await callee.SeesEndAsync("hangup", "Call ended");
        await EstablishAsync(caller, callee, "audio");
        await callee.Page.HearsAsync(MediaExpectations.Audible, Person.Caller);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_the_server_restarts_both_read_that_the_call_is_lost_and_can_call_again(bool gracefully)
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        await EstablishAsync(caller, callee, "audio");

        await RestartServerAsync(gracefully);

        await Task.WhenAll(caller.SeesEndAsync("failed", "Connection lost"), callee.SeesEndAsync("failed", "Connection lost"));
        await EstablishAsync(caller, callee, "audio");
        await callee.Page.HearsAsync(MediaExpectations.Audible, Person.Caller);
    }

    [NetworkFact]
    public async Task A_network_that_comes_back_in_time_brings_the_call_back()
    {
        using var network = new PrivateNetwork();
        await using var server = await ServerProcess.StartAsync(Server.Options with { Address = PrivateNetwork.ServerAddress, Port = FreePort.Find(), MediaPort = FreePort.Find(), Data = DataFolder("network") });
        await using var ownPark = new BrowserPark();
        var people = await DemoPeople.IntroduceAsync(server.Options);
        var callerNetwork = network.Join(server.Options.Url);
        await using var caller = await CallApp.SignInAsync(ownPark, CallerSeat with { Network = callerNetwork }, server, people.Caller);
        await using var callee = await CallApp.SignInAsync(ownPark, CalleeSeat with { Network = network.Join(server.Options.Url) }, server, people.Callee);
        await EstablishAsync(caller, callee, "video");
        await callee.Page.SeesCameraOfAsync(CallApp.RemoteVideo, CallerSeat);

        PrivateNetwork.SetConnected(callerNetwork, false);
        await callee.IsInCallAsync("reconnecting");
        PrivateNetwork.SetConnected(callerNetwork, true);

        await Task.WhenAll(caller.IsInCallAsync(), callee.IsInCallAsync());
        await callee.Page.SeesCameraOfAsync(CallApp.RemoteVideo, CallerSeat);
        await caller.Page.HearsAsync(MediaExpectations.Audible, Person.Callee);
    }
}
