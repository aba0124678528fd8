using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Signaling.Tests.Support;

namespace Signaling.Tests.Calls;

/// <summary>Calls from end to end: REST, WebSocket, policy, storage, and a scripted media engine in virtual time.</summary>
public sealed class CallsTests : IAsyncLifetime
{
    private CallScene _scene = null!;

    public async Task InitializeAsync() => _scene = await CallScene.StartAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task A_call_rings_is_accepted_connects_and_ends_with_a_record_on_both_sides()
    {
        (TestClient alice, TestClient bob) = (_scene.Alice, _scene.Bob);
        JsonNode created = await alice.RequestAsync("call.invite", ("to", "bob"), ("media", "video"), ("client_ref", "1"));
        Assert.Equal("call.created", created.Text("type"));
        Assert.Equal("ringing", created.Text("call.state"));
        Assert.Equal("outgoing", created.Text("call.direction"));
        Assert.Equal("bob", created.Text("call.peer.handle"));
        Assert.Equal("""{"audio":true,"video":true}""", created.At("call.self")!.ToJsonString());
        string id = created.Text("call.id")!;

        JsonNode incoming = await bob.ExpectAsync("call.incoming");
        Assert.Equal(id, incoming.Text("call.id"));
        Assert.Equal("follows", incoming.Text("call.why"));
        Assert.Equal("alice", incoming.Text("call.peer.handle"));
        Assert.Equal("""{"audio":false,"video":false}""", incoming.At("call.self")!.ToJsonString());
        Assert.Equal("""{"audio":true,"video":true,"connected":false}""", incoming.At("call.remote")!.ToJsonString());

        await bob.RequestAsync("call.accept", ("call_id", id), ("media", "audio"));
        JsonNode connecting = await alice.ExpectStateAsync("connecting");
        Assert.Equal("""{"audio":true,"video":false,"connected":false}""", connecting.At("remote")!.ToJsonString());
        await alice.JoinAsync(_scene.Server, id);
        await bob.JoinAsync(_scene.Server, id);
        await alice.ExpectStateAsync("active");
        await bob.ExpectStateAsync("active");

        _scene.Server.Clock.Advance(TimeSpan.FromSeconds(75));
        JsonNode ended = await alice.RequestAsync("call.hangup", ("call_id", id));
        Assert.Equal("hangup", ended.Text("call.reason"));
        Assert.Equal("hangup", (await bob.ExpectStateAsync("ended")).Text("reason"));
        Assert.Contains($"close {id}", _scene.Server.Media.Log);

        foreach ((HttpClient http, string direction, string with) in ((HttpClient, string, string)[])[(_scene.AliceHttp, "outgoing", "bob"), (_scene.BobHttp, "incoming", "alice")])
        {
            JsonNode record = await CallScene.RecordAsync(http);
            Assert.Equal((direction, with, "video", "hangup", "75"), (record.Text("direction"), record.Text("with.id"), record.Text("media"), record.Text("outcome"), record.Text("duration_seconds")));
            Assert.False(record.Flag("missed"));
        }
    }

    [Theory]
    [InlineData("call.decline", "declined", false)]
    [InlineData("call.hangup", "declined", false)]
    public async Task The_callee_declines(string command, string reason, bool isMissed)
    {
        string id = await _scene.RingAsync();
        JsonNode answer = await _scene.Bob.RequestAsync(command, ("call_id", id));
        Assert.Equal(("ended", reason), (answer.Text("call.state"), answer.Text("call.reason")));
        Assert.Equal(reason, (await _scene.Alice.ExpectStateAsync("ended")).Text("reason"));
        Assert.Equal(isMissed, (await CallScene.RecordAsync(_scene.BobHttp)).Flag("missed"));
    }

    [Fact]
    public async Task The_caller_cancels_and_the_callee_has_missed_it()
    {
        string id = await _scene.RingAsync();
        await _scene.Alice.RequestAsync("call.hangup", ("call_id", id));
        Assert.Equal("cancelled", (await _scene.Bob.ExpectStateAsync("ended")).Text("reason"));
        JsonNode missed = await _scene.Bob.ExpectAsync("call.missed");
        JsonNode record = await CallScene.RecordAsync(_scene.BobHttp);
        Assert.True(record.Flag("missed"));
        Assert.Equal(record.ToJsonString(), missed["record"]!.ToJsonString());
        Assert.False((await CallScene.RecordAsync(_scene.AliceHttp)).Flag("missed"));
    }

    [Fact]
    public async Task Nobody_answers()
    {
        await _scene.RingAsync();
        _scene.Server.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("no_answer", (await _scene.Alice.ExpectStateAsync("ended")).Text("reason"));
        Assert.Equal("no_answer", (await _scene.Bob.ExpectStateAsync("ended")).Text("reason"));
        Assert.Equal("no_answer", (await _scene.Bob.ExpectAsync("call.missed")).Text("record.outcome"));
    }

    [Fact]
    public async Task A_busy_callee_learns_of_the_call_that_was_missed()
    {
        HttpClient carol = await _scene.Server.PersonAsync("carol");
        await TestServer.BefriendAsync(carol, "carol", _scene.BobHttp, "bob");
        await _scene.TalkAsync();
        await using TestClient third = await _scene.Server.ConnectAsync("carol");
        JsonNode created = await third.RequestAsync("call.invite", ("to", "bob"), ("media", "audio"), ("client_ref", "1"));

        Assert.Equal(("call.created", "ended", "busy"), (created.Text("type"), created.Text("call.state"), created.Text("call.reason")));
        JsonNode missed = await _scene.Bob.ExpectAsync("call.missed");
        Assert.Equal(("carol", "busy", "True"), (missed.Text("record.with.id"), missed.Text("record.outcome"), missed.Flag("record.missed").ToString()));
        Assert.Equal("busy", (await CallScene.RecordAsync(carol)).Text("outcome"));
        Assert.Empty(await _scene.Alice.DrainAsync());
    }

    [Fact]
    public async Task Both_call_each_other_and_talk()
    {
        JsonNode first = await _scene.Alice.RequestAsync("call.invite", ("to", "bob"), ("media", "video"), ("client_ref", "1"));
        JsonNode second = await _scene.Bob.RequestAsync("call.invite", ("to", "alice"), ("media", "audio"), ("client_ref", "1"));
        Assert.Equal("call.created", second.Text("type"));
        Assert.Equal(first.Text("call.id"), second.Text("call.id"));
        Assert.Equal(("connecting", "incoming"), (second.Text("call.state"), second.Text("call.direction")));
        Assert.Equal("connecting", (await _scene.Alice.ExpectStateAsync("connecting")).Text("state"));
    }

    [Fact]
    public async Task The_policy_stands_before_every_call_and_no_ticket_is_made_without_it()
    {
        await _scene.BobHttp.PatchAsJsonAsync("/me/settings", new { calls_enabled = false });
        JsonNode refused = await _scene.Alice.RequestAsync("call.invite", ("to", "bob"), ("media", "video"), ("client_ref", "1"));
        Assert.Equal(("error", "not_allowed"), (refused.Text("type"), refused.Text("code")));
        Assert.Empty(await _scene.Bob.DrainAsync());
        Assert.Empty(_scene.Server.Media.Tickets);
        Assert.Empty((await _scene.AliceHttp.GetJsonAsync("/calls"))["calls"]!.AsArray());

        // The same reference is free: no call came of it.
        await _scene.BobHttp.PatchAsJsonAsync("/me/settings", new { calls_enabled = true });
        await _scene.RingAsync(reference: "1");
    }

    [Fact]
    public async Task An_invitation_repeated_rings_once()
    {
        string id = await _scene.RingAsync();
        JsonNode again = await _scene.Alice.RequestAsync("call.invite", ("to", "bob"), ("media", "video"), ("client_ref", "1"));
        Assert.Equal(("call.created", id), (again.Text("type"), again.Text("call.id")));
        Assert.Empty(await _scene.Bob.DrainAsync());
        JsonNode other = await _scene.Alice.RequestAsync("call.invite", ("to", "alice"), ("media", "video"), ("client_ref", "1"));
        Assert.Equal("conflict", other.Text("code"));
        JsonNode second = await _scene.Alice.RequestAsync("call.invite", ("to", "bob"), ("media", "video"), ("client_ref", "2"));
        Assert.Equal("already_in_call", second.Text("code"));
    }

    [Theory]
    [InlineData("bob", "declined", "blocked")]
    [InlineData("alice", "blocked", "cancelled")]
    public async Task A_block_while_it_rings_ends_the_call(string by, string caller, string callee)
    {
        string id = await _scene.RingAsync();
        await (by == "bob" ? _scene.BobHttp.PutAsync("/me/blocks/alice", null) : _scene.AliceHttp.PutAsync("/me/blocks/bob", null));
        Assert.Equal(caller, (await _scene.Alice.ExpectStateAsync("ended")).Text("reason"));
        Assert.Equal(callee, (await _scene.Bob.ExpectStateAsync("ended")).Text("reason"));
        Assert.Contains($"close {id}", _scene.Server.Media.Log);
        Assert.Equal(caller, (await CallScene.RecordAsync(_scene.AliceHttp)).Text("outcome"));
        Assert.Equal(callee, (await CallScene.RecordAsync(_scene.BobHttp)).Text("outcome"));
    }

    [Theory]
    [InlineData("bob", "hangup", "blocked")]
    [InlineData("alice", "blocked", "hangup")]
    public async Task A_block_while_they_talk_ends_the_call(string by, string caller, string callee)
    {
        string id = await _scene.TalkAsync();
        await (by == "bob" ? _scene.BobHttp.PutAsync("/me/blocks/alice", null) : _scene.AliceHttp.PutAsync("/me/blocks/bob", null));
        Assert.Equal(caller, (await _scene.Alice.ExpectStateAsync("ended")).Text("reason"));
        Assert.Equal(callee, (await _scene.Bob.ExpectStateAsync("ended")).Text("reason"));
        Assert.Contains($"close {id}", _scene.Server.Media.Log);
    }

    [Fact]
    public async Task Suspension_ends_the_call_for_both_and_the_session_of_one()
    {
        await _scene.TalkAsync();
        await _scene.Server.Admin.PatchAsJsonAsync("/admin/users/alice", new { suspended = true });
        Assert.Equal("policy", (await _scene.Bob.ExpectStateAsync("ended")).Text("reason"));
        Assert.Equal("policy", (await _scene.Alice.ExpectStateAsync("ended")).Text("reason"));
        Assert.Equal(4003, await _scene.Alice.ClosedAsync());
        Assert.Equal("pong", (await _scene.Bob.RequestAsync("ping")).Text("type"));
    }

    [Fact]
    public async Task A_stranger_cannot_touch_the_call_or_learn_of_it()
    {
        await _scene.Server.PersonAsync("mallory");
        await using TestClient mallory = await _scene.Server.ConnectAsync("mallory");
        string id = await _scene.RingAsync();
        foreach (string command in (string[])["call.accept", "call.decline", "call.hangup", "call.media", "media.offer"])
        {
            JsonNode answer = await mallory.RequestAsync(command, ("call_id", id), ("media", "audio"), ("audio", true), ("video", true), ("sdp", "v=0"));
            Assert.Equal("call_not_found", answer.Text("code"));
        }

        Assert.Empty(await _scene.Alice.DrainAsync());
        Assert.Empty(await _scene.Bob.DrainAsync());
    }

    [Fact]
    public async Task Commands_out_of_state_are_refused_and_change_nothing()
    {
        string id = await _scene.RingAsync();
        foreach ((TestClient client, string command) in ((TestClient, string)[])[
            (_scene.Alice, "call.accept"), (_scene.Alice, "call.decline"), (_scene.Bob, "call.media")])
        {
            JsonNode answer = await client.RequestAsync(command, ("call_id", id), ("media", "audio"), ("audio", true), ("video", true));
            Assert.Equal("wrong_state", answer.Text("code"));
        }

        await _scene.Bob.RequestAsync("call.accept", ("call_id", id), ("media", "audio"));
        Assert.Equal("wrong_state", (await _scene.Bob.RequestAsync("call.accept", ("call_id", id), ("media", "audio"))).Text("code"));
        Assert.Equal("wrong_state", (await _scene.Bob.RequestAsync("call.decline", ("call_id", id))).Text("code"));
        await _scene.Alice.RequestAsync("call.hangup", ("call_id", id));
        foreach (string command in (string[])["call.hangup", "call.media", "call.accept", "media.offer"])
        {
            JsonNode answer = await _scene.Bob.RequestAsync(command, ("call_id", id), ("media", "audio"), ("audio", true), ("video", true), ("sdp", "v=0"));
            Assert.Equal("wrong_state", answer.Text("code"));
        }

        _scene.Server.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("call_not_found", (await _scene.Bob.RequestAsync("call.hangup", ("call_id", id))).Text("code"));
    }
}
