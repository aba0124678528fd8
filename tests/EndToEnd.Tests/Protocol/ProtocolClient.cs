using System.Text.Json;
using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Pages;
using EndToEnd.Tests.Server;

namespace EndToEnd.Tests.Protocol;

/// <summary>A client that knows only docs/protocol.md, in a real browser: stands for clients that others write.</summary>
public sealed class ProtocolClient : IAsyncDisposable
{
    private ProtocolClient(BrowserPage page) => Page = page;

    public BrowserPage Page { get; }

    public static async Task<ProtocolClient> SignInAsync(BrowserPark park, Seat seat, ServerProcess server, DemoAccount account)
    {
        var client = new ProtocolClient(await park.OpenAsync(seat));
        await client.Page.GotoAsync($"{server.Options.Url}/health");
        await client.Page.EvaluateAsync<bool>($"() => {{ {PageScripts.Read("protocol.js")}; return true; }}");
        var ready = await client.Page.EvaluateAsync<JsonElement>("userId => window.protocol.signIn(userId)", account.Id);
        Assert.Equal("session.ready", ready.GetProperty("type").GetString());
        return client;
    }

    /// <summary>Sends a request and returns its answer, which must be of the expected type.</summary>
    public async Task<JsonElement> RequestAsync(string type, object fields, string expectedAnswer)
    {
        var answer = await Page.EvaluateAsync<JsonElement>("args => window.protocol.request(args)", new[] { type, fields });
        Assert.True(answer.GetProperty("type").GetString() == expectedAnswer, $"{type} was answered with {answer}");
        return answer;
    }

    public async Task<string> InviteAsync(DemoAccount callee, string media)
    {
        var created = await RequestAsync("call.invite", new { to = callee.Id, media, client_ref = Guid.NewGuid().ToString() }, "call.created");
        return created.GetProperty("call").GetProperty("id").GetString()!;
    }

    public Task AcceptAsync(string callId, string media) => RequestAsync("call.accept", new { call_id = callId, media }, "call.updated");

    public Task HangUpAsync(string callId) => RequestAsync("call.hangup", new { call_id = callId }, "call.updated");

    public Task SetMediaAsync(string callId, bool audio, bool video) =>
        RequestAsync("call.media", new { call_id = callId, audio, video }, "call.updated");

    /// <summary>Captures camera and microphone, and sends them from now on if there is a connection.</summary>
    public Task CaptureAsync() => Page.EvaluateAsync<bool>("() => window.protocol.capture()");

    /// <summary>Offers, applies the answer, and waits until ICE and DTLS are done.</summary>
    public async Task NegotiateAsync(string callId)
    {
        var answer = await Page.EvaluateAsync<JsonElement>("callId => window.protocol.negotiate(callId)", callId);
        Assert.True(answer.GetProperty("type").GetString() == "media.answer", $"media.offer was answered with {answer}");
        await Page.UntilAsync(StateAsync, state => state.Connection == "connected", "the peer connection connects");
    }

    public Task<ProtocolState> StateAsync() => Page.EvaluateAsync<ProtocolState>("() => window.protocol.state()");

    public async Task<ProtocolCall> CallInStateAsync(string state, string? callId = null)
    {
        var known = await Page.UntilAsync(
            StateAsync, all => all.Calls.Any(call => call.State == state && call.Id == (callId ?? call.Id)), $"there is a call that is {state}");
        return known.Calls.First(call => call.State == state && call.Id == (callId ?? call.Id));
    }

    public ValueTask DisposeAsync() => Page.DisposeAsync();
}
