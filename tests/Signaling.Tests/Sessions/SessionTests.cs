using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Signaling.Tests.Support;
using SessionOptions = Signaling.Sessions.SessionOptions;

namespace Signaling.Tests.Sessions;

/// <summary>The WebSocket's contract: how a session begins, goes on and ends, and every wrong way of using it.</summary>
public sealed class SessionTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly TestServer _server = shared.Server;

    [Fact]
    public async Task A_session_tells_who_one_is_and_what_to_keep_to()
    {
        await using TestClient alice = await _server.ConnectAsync("alice");
        JsonNode ready = alice.Ready;
        Assert.StartsWith("s_", ready.Text("session_id"), StringComparison.Ordinal);
        Assert.Equal("alice", ready.Text("user.id"));
        Assert.Equal("1", ready.Text("protocol"));
        Assert.Empty(ready["calls"]!.AsArray());
        Assert.Equal(_server.Clock.GetUtcNow() + TimeSpan.FromDays(1), ready["expires_at"]!.GetValue<DateTimeOffset>());
        Assert.Equal("""{"max_message_bytes":65536,"messages_per_second":20,"reconnect_seconds":30,"ring_seconds":60}""", ready["limits"]!.ToJsonString());
    }

    [Fact]
    public async Task Without_a_request_id_the_answer_has_none()
    {
        await using TestClient alice = await _server.ConnectAsync("alice");
        await alice.SendAsync("""{"type":"ping"}""");
        Assert.Equal("""{"type":"pong"}""", (await alice.NextAsync()).ToJsonString());
    }

    [Theory]
    [InlineData("""{"type":"ping"}""", "unauthenticated", 4000)]
    [InlineData("""{"type":"call.invite","to":"bob","media":"audio","client_ref":"1"}""", "unauthenticated", 4000)]
    [InlineData("not json", "malformed", 4000)]
    [InlineData("""{"type":"session.start"}""", "malformed", 4000)]
    [InlineData("""{"type":"session.start","token":"TOKEN","protocol":1,"device_id":"short"}""", "malformed", 4000)]
    [InlineData("""{"type":"session.start","token":"TOKEN","protocol":1,"device_id":"with a space"}""", "malformed", 4000)]
    [InlineData("""{"type":"session.start","token":"TOKEN","protocol":2,"device_id":"device-1"}""", "malformed", 4000)]
    [InlineData("""{"type":"session.start","token":"TOKEN","protocol":"1","device_id":"device-1"}""", "malformed", 4000)]
    [InlineData("""{"type":"session.start","token":"nonsense","protocol":1,"device_id":"device-1"}""", "unauthenticated", 4002)]
    [InlineData("""{"type":"session.start","token":"EXPIRED","protocol":1,"device_id":"device-1"}""", "unauthenticated", 4002)]
    [InlineData("""{"type":"session.start","token":"NOBODY","protocol":1,"device_id":"device-1"}""", "unauthenticated", 4002)]
    public async Task A_wrong_first_message_is_answered_and_the_connection_closed(string message, string code, int close)
    {
        await using TestClient client = await _server.OpenAsync();
        await client.SendAsync(message
            .Replace("TOKEN", _server.Token("alice"), StringComparison.Ordinal)
            .Replace("EXPIRED", _server.Token("alice", TimeSpan.FromSeconds(-60)), StringComparison.Ordinal)
            .Replace("NOBODY", _server.Token("nobody"), StringComparison.Ordinal));
        Assert.Equal(code, (await client.NextAsync()).Text("code"));
        Assert.Equal(close, await client.ClosedAsync());
    }

    [Fact]
    public async Task A_connection_that_does_not_start_a_session_is_closed_in_time()
    {
        await using TestClient client = await _server.OpenAsync();
        _server.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(4005, await client.ClosedAsync());
    }

    [Fact]
    public async Task A_suspended_account_does_not_come_in()
    {
        await _server.PersonAsync("sam");
        await _server.Admin.PatchAsJsonAsync("/admin/users/sam", new { suspended = true });
        await using TestClient client = await _server.OpenAsync();
        JsonNode answer = await client.RequestAsync("session.start", ("token", _server.Token("sam")), ("protocol", 1), ("device_id", "device-1"));
        Assert.Equal("forbidden", answer.Text("code"));
        Assert.Equal(4003, await client.ClosedAsync());
    }

    [Fact]
    public async Task A_second_session_of_a_device_replaces_the_first_and_other_devices_stay()
    {
        await using TestClient first = await _server.ConnectAsync("alice", "device-1");
        await using TestClient other = await _server.ConnectAsync("alice", "device-2");
        await using TestClient second = await _server.ConnectAsync("alice", "device-1");
        Assert.Equal(4001, await first.ClosedAsync());
        Assert.Equal("pong", (await other.RequestAsync("ping")).Text("type"));
        Assert.Equal("pong", (await second.RequestAsync("ping")).Text("type"));
    }

    [Fact]
    public async Task The_number_of_devices_is_bounded()
    {
        await using TestServer server = await TestServer.StartAsync(
            data => TestServer.Options(data, sessions: new SessionOptions { DevicesPerAccount = 2 }));
        await server.PersonAsync("alice");
        await using TestClient first = await server.ConnectAsync("alice", "device-1");
        await using TestClient second = await server.ConnectAsync("alice", "device-2");
        await using TestClient third = await server.OpenAsync();
        JsonNode answer = await third.RequestAsync("session.start", ("token", server.Token("alice")), ("protocol", 1), ("device_id", "device-3"));
        Assert.Equal("too_many", answer.Text("code"));
        Assert.Equal(4006, await third.ClosedAsync());
        await using TestClient again = await server.ConnectAsync("alice", "device-2");
        Assert.Equal("pong", (await first.RequestAsync("ping")).Text("type"));
    }

    [Fact]
    public async Task An_expired_token_ends_the_session_and_a_new_one_lets_it_go_on()
    {
        await using TestClient alice = await _server.ConnectAsync("alice");
        await using TestClient bob = await _server.ConnectAsync("bob");
        _server.Clock.Advance(TimeSpan.FromHours(23));
        JsonNode refreshed = await alice.RequestAsync("session.refresh", ("token", _server.Token("alice")));
        Assert.Equal("session.refreshed", refreshed.Text("type"));
        Assert.Equal(_server.Clock.GetUtcNow() + TimeSpan.FromDays(1), refreshed["expires_at"]!.GetValue<DateTimeOffset>());

        _server.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(31));
        Assert.Equal(4002, await bob.ClosedAsync());
        Assert.Equal("pong", (await alice.RequestAsync("ping")).Text("type"));
    }

    [Fact]
    public async Task A_token_that_does_not_fit_refreshes_nothing()
    {
        await using TestClient alice = await _server.ConnectAsync("alice");
        foreach ((string token, string code) in ((string, string)[])[
            ("nonsense", "unauthenticated"),
            (_server.Token("bob", TimeSpan.FromDays(2)), "forbidden"),
            (_server.Token("alice", TimeSpan.FromHours(1)), "conflict"),
            (_server.Token("alice", TimeSpan.FromDays(2), secret: "another secret that is long enough!"), "unauthenticated")])
        {
            Assert.Equal(code, (await alice.RequestAsync("session.refresh", ("token", token))).Text("code"));
        }
    }

    [Theory]
    [InlineData("", "malformed")]
    [InlineData("{", "malformed")]
    [InlineData("null", "malformed")]
    [InlineData("[]", "malformed")]
    [InlineData("\"ping\"", "malformed")]
    [InlineData("{}", "malformed")]
    [InlineData("""{"type":5}""", "malformed")]
    [InlineData("""{"type":"ping","type":"ping"}""", "malformed")]
    [InlineData("""{"type":"ping","request_id":7}""", "malformed")]
    [InlineData("""{"type":"\ud800"}""", "malformed")]
    [InlineData("""{"type":"ping","request_id":"00000000001111111111222222222233333333334444444444555555555566666"}""", "malformed")]
    [InlineData("""{"type":"ping","x":[[[[[[[[[[1]]]]]]]]]]}""", "malformed")]
    [InlineData("""{"type":"no.such.type"}""", "unknown_type")]
    [InlineData("""{"type":"session.start","token":"x","protocol":1,"device_id":"device-1"}""", "conflict")]
    [InlineData("""{"type":"session.refresh"}""", "malformed")]
    [InlineData("""{"type":"call.invite"}""", "malformed")]
    [InlineData("""{"type":"call.invite","to":"bob","media":"smell","client_ref":"1"}""", "malformed")]
    [InlineData("""{"type":"call.invite","to":"bob","media":0,"client_ref":"1"}""", "malformed")]
    [InlineData("""{"type":"call.invite","to":"bob","media":"audio","client_ref":""}""", "malformed")]
    [InlineData("""{"type":"call.invite","to":null,"media":"audio","client_ref":"1"}""", "malformed")]
    [InlineData("""{"type":"call.invite","to":"\ud800","media":"audio","client_ref":"1"}""", "malformed")]
    [InlineData("""{"type":"call.accept","call_id":"c_1"}""", "malformed")]
    [InlineData("""{"type":"call.accept","call_id":"c_1","media":"audio"}""", "call_not_found")]
    [InlineData("""{"type":"call.decline"}""", "malformed")]
    [InlineData("""{"type":"call.decline","call_id":"c_1"}""", "call_not_found")]
    [InlineData("""{"type":"call.hangup","call_id":5}""", "malformed")]
    [InlineData("""{"type":"call.hangup","call_id":"c_1"}""", "call_not_found")]
    [InlineData("""{"type":"call.media","call_id":"c_1","audio":true}""", "malformed")]
    [InlineData("""{"type":"call.media","call_id":"c_1","audio":"yes","video":true}""", "malformed")]
    [InlineData("""{"type":"call.media","call_id":"c_1","audio":true,"video":true}""", "call_not_found")]
    [InlineData("""{"type":"media.layout","call_id":"c_1"}""", "malformed")]
    [InlineData("""{"type":"media.layout","call_id":"c_1","tiles":[null]}""", "malformed")]
    [InlineData("""{"type":"media.layout","call_id":"c_1","tiles":[{"slot":0,"height":-1}]}""", "malformed")]
    [InlineData("""{"type":"media.layout","call_id":"c_1","tiles":[{"slot":0,"height":360,"priority":11}]}""", "malformed")]
    [InlineData("""{"type":"media.layout","call_id":"c_1","tiles":[{"slot":0,"height":360}]}""", "call_not_found")]
    [InlineData("""{"type":"media.received","call_id":"c_1"}""", "malformed")]
    [InlineData("""{"type":"media.received","call_id":"c_1","slots":[null]}""", "malformed")]
    [InlineData("""{"type":"media.received","call_id":"c_1","slots":[{"slot":64}]}""", "malformed")]
    [InlineData("""{"type":"media.received","call_id":"c_1","slots":[{"slot":0,"frozen":1.01}]}""", "malformed")]
    [InlineData("""{"type":"media.received","call_id":"c_1","slots":[{"slot":0,"frozen":"0"}]}""", "malformed")]
    [InlineData("""{"type":"media.received","call_id":"c_1","slots":[{"slot":0,"frames_per_second":1e308}]}""", "malformed")]
    [InlineData("""{"type":"media.received","call_id":"c_1","slots":[{"slot":0,"concealed":-0.1}]}""", "malformed")]
    [InlineData("""{"type":"media.received","call_id":"c_1","slots":[{"slot":0,"frozen":0,"frames_per_second":30,"concealed":0}]}""", "call_not_found")]
    [InlineData("""{"type":"media.offer","call_id":"c_1"}""", "malformed")]
    [InlineData("""{"type":"media.offer","call_id":"c_1","sdp":"v=0"}""", "call_not_found")]
    public async Task A_wrong_message_is_answered_with_an_error_and_the_session_goes_on(string message, string code)
    {
        await using TestClient alice = await _server.ConnectAsync("alice");
        await alice.SendAsync(message);
        JsonNode answer = await alice.NextAsync();
        Assert.Equal(("error", code), (answer.Text("type"), answer.Text("code")));
        Assert.False(string.IsNullOrWhiteSpace(answer.Text("message")));
        Assert.Equal("pong", (await alice.RequestAsync("ping")).Text("type"));
    }

    [Fact]
    public async Task Fields_and_nesting_that_the_server_does_not_know_are_ignored()
    {
        await using TestClient alice = await _server.ConnectAsync("alice");
        await alice.SendAsync("""{"type":"ping","request_id":"x","later":{"a":[1,{"b":null}]}}""");
        Assert.Equal("x", (await alice.NextAsync()).Text("request_id"));
    }

    [Fact]
    public async Task Binary_messages_are_refused()
    {
        await using TestClient alice = await _server.ConnectAsync("alice");
        await alice.SendAsync([1, 2, 3], WebSocketMessageType.Binary);
        Assert.Equal("malformed", (await alice.NextAsync()).Text("code"));
        Assert.Equal("pong", (await alice.RequestAsync("ping")).Text("type"));
    }

    [Fact]
    public async Task A_message_of_64_KiB_is_read_and_a_larger_one_refused_whole_or_in_parts()
    {
        await using TestClient alice = await _server.ConnectAsync("alice");
        await alice.SendAsync(Padded(64 * 1024));
        Assert.Equal("pong", (await alice.NextAsync()).Text("type"));
        await alice.SendAsync(Padded((64 * 1024) + 1));
        Assert.Equal("too_large", (await alice.NextAsync()).Text("code"));

        byte[] part = Encoding.UTF8.GetBytes(new string(' ', 30_000));
        for (int i = 0; i < 10; i++)
        {
            await alice.SendAsync(part, WebSocketMessageType.Text, isEnd: i == 9);
        }

        Assert.Equal("too_large", (await alice.NextAsync()).Text("code"));
        Assert.Equal("pong", (await alice.RequestAsync("ping")).Text("type"));
    }

    [Fact]
    public async Task A_message_without_end_cuts_the_connection_and_nobody_elses()
    {
        await using TestClient alice = await _server.ConnectAsync("alice");
        await using TestClient bob = await _server.ConnectAsync("bob");
        byte[] part = Encoding.UTF8.GetBytes(new string(' ', 60_000));
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (true)
            {
                await alice.SendAsync(part, WebSocketMessageType.Text, isEnd: false);
            }
        });
        Assert.Equal("pong", (await bob.RequestAsync("ping")).Text("type"));
    }

    [Fact]
    public async Task A_flood_is_refused_and_at_last_cut_off_and_nobody_else_is_affected()
    {
        await using TestClient alice = await _server.ConnectAsync("alice");
        await using TestClient bob = await _server.ConnectAsync("bob");
        try
        {
            for (int i = 0; i < 400; i++)
            {
                await alice.SendAsync("""{"type":"ping"}""");
            }
        }
        catch (WebSocketException)
        {
            // Cut off before the last was sent.
        }

        JsonNode refused = await alice.ExpectAsync("error");
        Assert.Equal(("too_many", "1"), (refused.Text("code"), refused.Text("retry_after")));
        Assert.Equal(4004, await alice.ClosedAsync());
        Assert.Equal("pong", (await bob.RequestAsync("ping")).Text("type"));
    }

    [Fact]
    public async Task Who_slows_down_may_go_on()
    {
        await using TestClient alice = await _server.ConnectAsync("alice");
        for (int i = 0; i < 100; i++)
        {
            await alice.SendAsync("""{"type":"ping"}""");
        }

        await alice.ExpectAsync("error");
        _server.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("pong", (await alice.RequestAsync("ping")).Text("type"));
    }

    [Fact]
    public async Task Random_bytes_never_end_a_session_without_an_answer()
    {
        await using TestServer server = await TestServer.StartAsync(
            data => TestServer.Options(data, sessions: new SessionOptions { MessagesBurst = 10_000, OutgoingMessages = 10_000 }));
        await server.PersonAsync("alice");
        await using TestClient alice = await server.ConnectAsync("alice");
        var random = new Random(7);
        const string Seed = """{"type":"call.invite","request_id":"1","to":"bob","media":"audio","client_ref":"1","x":[{"y":null}],"z":"\ud83d\ude00"}""";
        for (int i = 0; i < 500; i++)
        {
            char[] mutated = Seed.ToCharArray();
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                mutated[random.Next(mutated.Length)] = (char)random.Next(32, 127);
            }

            await alice.SendAsync(new string(mutated));
        }

        for (int i = 0; i < 500; i++)
        {
            Assert.Equal("error", (await alice.NextAsync()).Text("type"));
        }

        Assert.Equal("pong", (await alice.RequestAsync("ping")).Text("type"));
    }

    private static string Padded(int length)
    {
        const string Message = """{"type":"ping","x":""}""";
        return Message.Insert(Message.Length - 2, new string('x', length - Message.Length));
    }
}
