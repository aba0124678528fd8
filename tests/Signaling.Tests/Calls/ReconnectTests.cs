using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Sfu;
using Sfu.Quality;
using Signaling.Tests.Support;

namespace Signaling.Tests.Calls;

/// <summary>Devices that come and go, and a server that restarts.</summary>
public sealed class ReconnectTests : IAsyncLifetime
{
    private CallScene _scene = null!;

    public async Task InitializeAsync() => _scene = await CallScene.StartAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task A_lost_session_finds_its_call_again_and_nobody_noticed()
    {
        string id = await _scene.TalkAsync();
        _scene.Alice.Vanish();
        await _scene.Server.SessionsAsync("alice", 0);
        _scene.Server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.DoesNotContain(await _scene.Bob.DrainAsync(), message => message.Text("type") == "call.updated");

        await using TestClient again = await _scene.Server.ConnectAsync("alice");
        JsonNode call = again.Ready["calls"]!.AsArray().Single()!;
        Assert.Equal((id, "active"), (call.Text("id"), call.Text("state")));
        await again.RequestAsync("call.hangup", ("call_id", id));
        Assert.Equal("hangup", (await _scene.Bob.ExpectStateAsync("ended")).Text("reason"));
    }

    [Fact]
    public async Task A_session_that_comes_back_is_told_again_who_is_seen_who_speaks_how_good_it_is_and_what_is_held_back()
    {
        string id = await _scene.TalkAsync("video");
        _scene.Alice.Vanish();
        await _scene.Server.SessionsAsync("alice", 0);
        await _scene.Server.Media.RaiseAsync(new MediaEvent.SlotsChanged(_scene.AliceMedia, [_scene.BobMedia.Participant]));
        await _scene.Server.Media.RaiseAsync(new MediaEvent.SpeakerChanged(_scene.AliceMedia, _scene.BobMedia.Participant));
        await _scene.Server.Media.RaiseAsync(new MediaEvent.VideoPaused(_scene.AliceMedia, 0, Paused: true));
        await _scene.Server.Media.RaiseAsync(new MediaEvent.TargetChanged(_scene.AliceMedia, 300_000));
        await _scene.Server.Media.RaiseAsync(new MediaEvent.QualityChanged(_scene.AliceMedia, QualityLevel.Good, QualityLevel.Poor));
        await _scene.Bob.DrainAsync();

        await using TestClient again = await _scene.Server.ConnectAsync("alice");
        Assert.Equal(id, again.Ready.Text("calls.0.id"));
        IReadOnlyList<JsonNode> told = await again.DrainAsync();
        Assert.Equal(
            ["media.slots", "media.speaker", "media.paused", "media.target", "call.quality"], told.Select(message => message.Text("type")));
        Assert.All(told, message => Assert.Equal(id, message.Text("call_id")));
        Assert.Equal("bob", told[0].Text("slots.0.user_id"));
        Assert.Equal("poor", told[4].Text("self.down"));
        Assert.Empty(await _scene.Bob.DrainAsync());
    }

    [Fact]
    public async Task A_new_connection_of_the_device_takes_over_without_a_gap()
    {
        string id = await _scene.TalkAsync();
        await using TestClient again = await _scene.Server.ConnectAsync("alice");
        Assert.Equal(4001, await _scene.Alice.ClosedAsync());
        Assert.Equal(id, again.Ready.Text("calls.0.id"));
        await _scene.Server.SessionsAsync("alice", 1);
        Assert.DoesNotContain(await _scene.Bob.DrainAsync(), message => message.Text("type") == "call.updated");
        Assert.Equal("call.updated", (await again.RequestAsync("call.media", ("call_id", id), ("audio", false), ("video", false))).Text("type"));
    }

    [Fact]
    public async Task Another_device_of_the_account_is_not_in_the_call()
    {
        string id = await _scene.TalkAsync();
        await using TestClient other = await _scene.Server.ConnectAsync("alice", "device-2");
        Assert.Empty(other.Ready["calls"]!.AsArray());
        Assert.Equal("wrong_state", (await other.RequestAsync("call.hangup", ("call_id", id))).Text("code"));
        JsonNode invite = await other.RequestAsync("call.invite", ("to", "bob"), ("media", "audio"), ("client_ref", "x"));
        Assert.Equal("already_in_call", invite.Text("code"));
    }

    [Fact]
    public async Task A_device_that_comes_while_it_rings_rings_too()
    {
        string id = await _scene.RingAsync();
        await using TestClient phone = await _scene.Server.ConnectAsync("bob", "phone-001");
        Assert.Equal((id, "ringing"), (phone.Ready.Text("calls.0.id"), phone.Ready.Text("calls.0.state")));
        Assert.Empty(await phone.DrainAsync());
        JsonNode accepted = await phone.RequestAsync("call.accept", ("call_id", id), ("media", "audio"));
        Assert.Equal("connecting", accepted.Text("call.state"));
        Assert.Equal("answered_elsewhere", (await _scene.Bob.ExpectStateAsync("ended")).Text("reason"));
    }

    [Theory]
    [InlineData(WebSocketCloseStatus.NormalClosure)]
    [InlineData(WebSocketCloseStatus.EndpointUnavailable)]
    public async Task A_tab_that_is_closed_hangs_up(WebSocketCloseStatus status)
    {
        await _scene.TalkAsync();
        await _scene.Bob.CloseAsync(status);
        Assert.Equal("hangup", (await _scene.Alice.ExpectStateAsync("ended")).Text("reason"));
    }

    [Fact]
    public async Task A_close_without_a_code_is_a_good_bye_too()
    {
        await _scene.Bob.CloseAsync();
        await _scene.Server.SessionsAsync("bob", 0);
        using RawClient bob = await RawClient.StartAsync(_scene.Server, "bob");
        JsonNode created = await _scene.Alice.RequestAsync("call.invite", ("to", "bob"), ("media", "audio"), ("client_ref", "1"));
        await bob.SendAsync(new JsonObject { ["type"] = "call.accept", ["call_id"] = created.Text("call.id"), ["media"] = "audio" });
        await _scene.Alice.ExpectStateAsync("connecting");
        await bob.CloseWithoutCodeAsync();
        Assert.Equal("hangup", (await _scene.Alice.ExpectStateAsync("ended")).Text("reason"));
    }

    [Fact]
    public async Task A_caller_whose_tab_is_closed_while_it_rings_cancels()
    {
        await _scene.RingAsync();
        await _scene.Alice.CloseAsync();
        Assert.Equal("cancelled", (await _scene.Bob.ExpectStateAsync("ended")).Text("reason"));
    }

    [Fact]
    public async Task A_callee_whose_only_tab_is_closed_while_it_rings_can_come_back_and_answer()
    {
        string id = await _scene.RingAsync();
        await _scene.Bob.CloseAsync();
        await _scene.Server.SessionsAsync("bob", 0);
        await using TestClient again = await _scene.Server.ConnectAsync("bob");
        Assert.Equal(id, again.Ready.Text("calls.0.id"));
        await again.RequestAsync("call.accept", ("call_id", id), ("media", "audio"));
        await _scene.Alice.ExpectStateAsync("connecting");
    }

    [Fact]
    public async Task Giving_a_connection_up_for_another_is_no_good_bye()
    {
        string id = await _scene.TalkAsync();
        await _scene.Alice.CloseAsync((WebSocketCloseStatus)4900);
        await _scene.Server.SessionsAsync("alice", 0);
        await using TestClient again = await _scene.Server.ConnectAsync("alice");
        Assert.Equal((id, "active"), (again.Ready.Text("calls.0.id"), again.Ready.Text("calls.0.state")));
    }

    [Fact]
    public async Task A_caller_who_is_lost_while_it_rings_has_the_reconnect_time()
    {
        await _scene.RingAsync();
        _scene.Alice.Vanish();
        await _scene.Server.SessionsAsync("alice", 0);
        _scene.Server.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("cancelled", (await _scene.Bob.ExpectStateAsync("ended")).Text("reason"));
    }

    [Fact]
    public async Task A_lost_session_whose_media_is_lost_too_fails_in_time()
    {
        await _scene.TalkAsync();
        _scene.Alice.Vanish();
        await _scene.Server.Media.RaiseAsync(new MediaEvent.Interrupted(_scene.AliceMedia));
        await _scene.Bob.ExpectStateAsync("reconnecting");
        _scene.Server.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("failed", (await _scene.Bob.ExpectStateAsync("ended")).Text("reason"));
        await using TestClient again = await _scene.Server.ConnectAsync("alice");
        Assert.Empty(again.Ready["calls"]!.AsArray());
        Assert.Equal("failed", (await CallScene.RecordAsync(_scene.AliceHttp)).Text("outcome"));
    }

    [Fact]
    public async Task A_server_that_stops_ends_calls_and_tells_sessions_to_come_back()
    {
        using var data = new TemporaryDirectory();
        FakeTimeProvider clock = new();
        CallScene scene = await CallScene.StartAsync(await TestServer.StartAsync(data: data.Path, clock: clock));
        await scene.TalkAsync();
        Task stopping = scene.Server.StopAsync();
        Assert.Equal("failed", (await scene.Bob.ExpectStateAsync("ended")).Text("reason"));
        Assert.Equal(1012, await scene.Bob.ClosedAsync());
        Assert.Equal(1012, await scene.Alice.ClosedAsync());
        await stopping;
        await scene.DisposeAsync();

        await using TestServer restarted = await TestServer.StartAsync(data: data.Path, clock: clock);
        await using TestClient bob = await restarted.ConnectAsync("bob");
        Assert.Empty(bob.Ready["calls"]!.AsArray());
        Assert.Equal("failed", (await CallScene.RecordAsync(restarted.ClientOf("bob"))).Text("outcome"));
    }

    [Fact]
    public async Task A_server_that_crashes_closes_at_its_next_start_what_it_left_open()
    {
        using var copy = new TemporaryDirectory();
        string id = await _scene.TalkAsync();
        await _scene.BobHttp.GetJsonAsync("/calls");
        foreach (string file in Directory.GetFiles(_scene.Server.Get<Signaling.Hosting.ServerOptions>().Data, "*").Where(file => !file.EndsWith("lock", StringComparison.Ordinal)))
        {
            await using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await using FileStream target = File.Create(copy.File(Path.GetFileName(file)));
            await source.CopyToAsync(target);
        }

        await using TestServer restarted = await TestServer.StartAsync(data: copy.Path, clock: _scene.Server.Clock);
        foreach (string account in (string[])["alice", "bob"])
        {
            JsonNode record = await CallScene.RecordAsync(restarted.ClientOf(account));
            Assert.Equal((id, "failed"), (record.Text("id"), record.Text("outcome")));
            Assert.False(record.Flag("missed"));
        }
    }
}
