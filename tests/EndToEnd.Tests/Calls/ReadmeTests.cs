using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Pages;
using EndToEnd.Tests.Server;

namespace EndToEnd.Tests.Calls;

/// <summary>"A call in two minutes", step by step as README.md tells it, with the demo accounts as they are.</summary>
[Collection(BrowserTests.Name)]
public sealed class ReadmeTests(BrowserPark park) : IDisposable
{
    private static readonly DemoAccount Alice = new("u_alice", "alice", "Alice Adler", Premium: true);
    private static readonly DemoAccount Bob = new("u_bob", "bob", "Bob Brandt", Premium: true);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("server-");

    [Fact]
    public async Task Alice_may_call_Bob_once_he_has_written_back()
    {
        var aliceSeat = new Seat(BrowserKind.Chromium, Person.Caller);
        await using var server = await ServerProcess.StartAsync(new ServerOptions { Data = _data.FullName });
        await using var alice = await CallApp.SignInAsync(park, aliceSeat, server, Alice);
        await using var bob = await CallApp.SignInAsync(park, new Seat(BrowserKind.Chromium, Person.Callee), server, Bob);

        await alice.OpenConversationAsync(bob);
        await alice.Page.SeesAttributeAsync("call-button", "data-verdict", "message_required");
        await alice.Page.ClickAsync("call-button");
        await alice.Page.SeesAsync("call-not-allowed", "You can call as soon as Bob Brandt has sent you a message.");
        await alice.Page.ClickAsync("dialog-close");

        await bob.OpenConversationAsync(alice);
        await bob.WriteAsync("Here I am.");
        await alice.Page.SeesAttributeAsync("call-button", "aria-haspopup", "menu");
        await alice.CallAsync(bob, "video");

        await bob.IsCalledByAsync(alice);
        await bob.AcceptAsync("video");
        await Task.WhenAll(alice.IsInCallAsync(), bob.IsInCallAsync());
        await bob.Page.SeesCameraOfAsync(CallApp.RemoteVideo, aliceSeat);
    }

    public void Dispose() => _data.Delete(recursive: true);
}
