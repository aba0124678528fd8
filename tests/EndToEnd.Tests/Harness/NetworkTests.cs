using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Network;
using EndToEnd.Tests.Pages;

namespace EndToEnd.Tests.Harness;

/// <summary>Browsers with addresses of their own: where nothing stands between them, each learns the other's address, and the wiretap shows it.</summary>
[Collection(BrowserTests.Name)]
public sealed class NetworkTests
{
    [NetworkFact]
    public async Task Peers_without_a_server_between_them_learn_each_others_address()
    {
        using var network = new PrivateNetwork();
        using var bare = new BarePage(PrivateNetwork.ServerAddress);
        await using var park = new BrowserPark();
        var callerSeat = new Seat(BrowserKind.Chromium, Person.Caller, Network: network.Join(bare.Url));
        var calleeSeat = new Seat(BrowserKind.Chromium, Person.Callee, Network: network.Join(bare.Url));
        await using var caller = await bare.OpenAsync(park, callerSeat);
        await using var callee = await bare.OpenAsync(park, calleeSeat);

        await BarePage.ConnectAsync(caller, callee);
        await callee.SeesCameraOfAsync("[data-testid=remote]", callerSeat);

        Assert.NotEmpty((await Wiretap.ReadAsync(callee)).Mentions(callerSeat.Network!.Address));
        Assert.NotEmpty((await Wiretap.ReadAsync(caller)).Mentions(calleeSeat.Network!.Address));
    }
}
