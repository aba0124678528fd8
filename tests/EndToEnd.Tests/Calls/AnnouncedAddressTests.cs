using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Pages;

namespace EndToEnd.Tests.Calls;

/// <summary>A server that is told where to listen and what to announce. (Firefox takes no candidate on loopback; Chromium does.)</summary>
public sealed class AnnouncedAddressTests(BrowserPark park) : CallTest(park)
{
    protected override Dictionary<string, string> Settings => new() { ["media.listen.0"] = "127.0.0.1", ["media.announce.0"] = "127.0.0.1" };

    [Fact]
    public async Task Browsers_go_where_the_server_announces()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);

        await EstablishAsync(caller, callee, "audio");

        await callee.Page.HearsAsync(MediaExpectations.Audible, Person.Caller);
        Assert.Contains("\"127.0.0.1\"", (await Wiretap.ReadAsync(callee.Page)).Statistics, StringComparison.Ordinal);
    }
}
