using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Server;

namespace EndToEnd.Tests.Calls;

/// <summary>The call app in one tab, with somebody signed in: what people do with it, and what it must show them.</summary>
public sealed class CallApp : IAsyncDisposable
{
    /// <summary>The other side's picture, and one's own.</summary>
    public const string RemoteVideo = "[data-testid=remote-video]";
    public const string SelfVideo = "[data-testid=self-video]";

    private CallApp(BrowserPage page, DemoAccount account)
    {
        Page = page;
        Account = account;
    }

    public BrowserPage Page { get; }

    public DemoAccount Account { get; }

    public static async Task<CallApp> SignInAsync(BrowserPark park, Seat seat, ServerProcess server, DemoAccount account)
    {
        var app = new CallApp(await park.OpenAsync(seat), account);
        await app.Page.GotoAsync($"{server.Options.Url}/?test");
        await app.Page.ClickAsync($"demo-user-{account.Handle}");
        await app.Page.SeesAsync("conversations");
        return app;
    }

    public async Task OpenConversationAsync(CallApp other)
    {
        await Page.ClickAsync($"conversation-{other.Account.Handle}");
        await Page.SeesAsync("thread", other.Account.DisplayName);
    }

    public async Task WriteAsync(string text)
    {
        await Page.FillAsync("composer-input", text);
        await Page.ClickAsync("composer-send");
    }

    /// <summary>Presses the phone icon of a conversation, and chooses.</summary>
    /// <param name="other">Whom to call.</param>
    /// <param name="media"><c>audio</c> or <c>video</c>.</param>
    public async Task CallAsync(CallApp other, string media)
    {
        await OpenConversationAsync(other);
        await Page.ClickAsync("call-button");
        await Page.ClickAsync($"call-{media}");
    }

    /// <summary>The screen that says who calls and why they may.</summary>
    public async Task IsCalledByAsync(CallApp other)
    {
        await Page.SeesAsync("incoming-name", other.Account.DisplayName);
        await Page.SeesAsync("incoming-why", $"You follow {other.Account.DisplayName}");
    }

    /// <param name="media"><c>audio</c> or <c>video</c>.</param>
    public Task AcceptAsync(string media) => Page.ClickAsync($"accept-{media}");

    public Task DeclineAsync() => Page.ClickAsync("decline");

    public Task EndAsync() => Page.ClickAsync("end-call");

    public Task IsInCallAsync(string state = "active") => Page.SeesAttributeAsync("call-screen", "data-state", state);

    /// <summary>The call is over, and the page says so in these words.</summary>
    public async Task SeesEndAsync(string reason, string title, string detail = "")
    {
        await Page.SeesAttributeAsync("call-ended", "data-reason", reason);
        await Page.SeesAsync("ended-title", title);
        await Page.SeesAsync("ended-detail", detail);
        await Page.DoesNotSeeAsync("call-screen");
    }

    public ValueTask DisposeAsync() => Page.DisposeAsync();
}
