using System.Text.Json.Nodes;
using Sfu;
using Sfu.Admission;
using Sfu.Quality;
using Signaling.Tests.Support;

namespace Signaling.Tests.Calls;

/// <summary>What signaling tells the media engine, and what it makes of what the engine says.</summary>
public sealed class MediaTests : IAsyncLifetime
{
    private CallScene _scene = null!;

    public async Task InitializeAsync() => _scene = await CallScene.StartAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task An_offer_presents_a_ticket_for_this_call_that_reveals_nobody()
    {
        string id = await _scene.RingAsync();
        JsonNode answer = await _scene.Alice.RequestAsync("media.offer", ("call_id", id), ("sdp", "v=0"));
        Assert.Equal("""[{"slot":0,"audio_mid":"0","video_mid":"1"}]""", answer["slots"]!.ToJsonString());
        await _scene.Bob.OfferAsync(_scene.Server, id);

        AdmissionTicket[] tickets = [.. _scene.Server.Media.Tickets];
        Assert.All(tickets, ticket =>
        {
            Assert.Equal(id, ticket.Room);
            Assert.Equal(ParticipantRights.All, ticket.Rights);
            Assert.True(ticket.ExpiresAt > _scene.Server.Clock.GetUtcNow());
            foreach (string secret in (string[])["alice", "bob", "device"])
            {
                Assert.DoesNotContain(secret, ticket.Participant, StringComparison.OrdinalIgnoreCase);
            }
        });
        Assert.Equal(2, tickets.Select(ticket => ticket.Participant).Distinct().Count());
        Assert.Equal(2, tickets.Select(ticket => ticket.Id).Distinct().Count());
    }

    [Fact]
    public async Task Gates_open_at_the_accept_and_for_the_two_devices_only()
    {
        await using TestClient phone = await _scene.Server.ConnectAsync("bob", "phone-001");
        string id = await _scene.RingAsync("audio");
        ParticipantKey alice = await _scene.Alice.JoinAsync(_scene.Server, id);
        ParticipantKey bob = await _scene.Bob.JoinAsync(_scene.Server, id);
        ParticipantKey other = await phone.JoinAsync(_scene.Server, id);
        Assert.DoesNotContain(_scene.Server.Media.Log, line => line.StartsWith("gate", StringComparison.Ordinal));
        Assert.Contains($"video {alice.Participant} muted", _scene.Server.Media.Log);
        Assert.Contains($"audio {bob.Participant} muted", _scene.Server.Media.Log);

        await _scene.Bob.RequestAsync("call.accept", ("call_id", id), ("media", "audio"));
        IReadOnlyList<string> log = _scene.Server.Media.Log;
        Assert.Contains($"gate {alice.Participant} open", log);
        Assert.Contains($"gate {bob.Participant} open", log);
        Assert.Contains($"audio {bob.Participant} on", log);
        Assert.DoesNotContain($"gate {other.Participant} open", log);
        Assert.Contains($"remove {other.Participant}", log);
        Assert.Equal("answered_elsewhere", (await phone.ExpectStateAsync("ended")).Text("reason"));
        Assert.Equal("wrong_state", (await phone.RequestAsync("media.offer", ("call_id", id), ("sdp", "v=0"))).Text("code"));
    }

    [Fact]
    public async Task An_offer_after_the_accept_opens_its_gate_when_it_is_answered()
    {
        string id = await _scene.RingAsync();
        await _scene.Bob.RequestAsync("call.accept", ("call_id", id), ("media", "video"));
        Assert.DoesNotContain(_scene.Server.Media.Log, line => line.StartsWith("gate", StringComparison.Ordinal));
        ParticipantKey bob = await _scene.Bob.OfferAsync(_scene.Server, id);
        Assert.Equal(
            [$"join {bob.Participant}", $"audio {bob.Participant} on", $"video {bob.Participant} on", $"gate {bob.Participant} open"],
            _scene.Server.Media.Log);
    }

    [Fact]
    public async Task What_one_does_not_send_is_muted_in_the_engine_and_shown_to_the_other()
    {
        string id = await _scene.TalkAsync();
        JsonNode answer = await _scene.Alice.RequestAsync("call.media", ("call_id", id), ("audio", false), ("video", true));
        Assert.Equal("""{"audio":false,"video":true}""", answer.At("call.self")!.ToJsonString());
        Assert.Equal($"audio {_scene.AliceMedia.Participant} muted", _scene.Server.Media.Log[^1]);
        JsonNode told = await _scene.Bob.ExpectAsync("call.updated");
        Assert.Equal("""{"audio":false,"video":true,"connected":true}""", told.At("call.remote")!.ToJsonString());

        // A new transport starts as the old one was.
        await _scene.Alice.OfferAsync(_scene.Server, id);
        Assert.Equal(
            [$"audio {_scene.AliceMedia.Participant} muted", $"video {_scene.AliceMedia.Participant} on", $"gate {_scene.AliceMedia.Participant} open"],
            _scene.Server.Media.Log.TakeLast(3));
    }

    [Fact]
    public async Task How_slots_are_shown_reaches_the_engine_and_a_new_transport_too()
    {
        string id = await _scene.TalkAsync();
        var tiles = new JsonArray(new JsonObject { ["slot"] = 0, ["height"] = 360, ["priority"] = 2 });
        Assert.Equal("call.updated", (await _scene.Alice.RequestAsync("media.layout", ("call_id", id), ("tiles", tiles))).Text("type"));
        Assert.Equal($"layout {_scene.AliceMedia.Participant} 0:360:2", _scene.Server.Media.Log[^1]);

        await _scene.Alice.OfferAsync(_scene.Server, id);
        Assert.Contains($"layout {_scene.AliceMedia.Participant} 0:360:2", _scene.Server.Media.Log.TakeLast(4));
    }

    [Fact]
    public async Task What_a_client_made_of_its_slots_reaches_the_engine_each_time_and_not_too_often()
    {
        string id = await _scene.TalkAsync("video");
        string told = $"received {_scene.AliceMedia.Participant} 0:0.25:12.5:";
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal("call.updated", (await ReportAsync(id)).Text("type"));
            Assert.Equal(i + 1, _scene.Server.Media.Log.Count(line => line == told));
        }

        JsonNode refused = await ReportAsync(id);
        Assert.Equal(("too_many", "1"), (refused.Text("code"), refused.Text("retry_after")));
        Assert.Equal(4, _scene.Server.Media.Log.Count(line => line == told));
        _scene.Server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("call.updated", (await ReportAsync(id)).Text("type"));

        // A new transport begins anew.
        await _scene.Alice.OfferAsync(_scene.Server, id);
        Assert.Equal(5, _scene.Server.Media.Log.Count(line => line == told));
    }

    [Fact]
    public async Task A_camera_can_be_switched_on_in_an_audio_call()
    {
        string id = await _scene.TalkAsync("audio");
        await _scene.Bob.RequestAsync("call.media", ("call_id", id), ("audio", true), ("video", true));
        Assert.True((await _scene.Alice.ExpectAsync("call.updated")).Flag("call.remote.video"));
        Assert.Equal($"video {_scene.BobMedia.Participant} on", _scene.Server.Media.Log[^1]);
    }

    private Task<JsonNode> ReportAsync(string call) => _scene.Alice.RequestAsync(
        "media.received",
        ("call_id", call),
        ("slots", new JsonArray(new JsonObject { ["slot"] = 0, ["frozen"] = 0.25, ["frames_per_second"] = 12.5 })));

    [Fact]
    public async Task Slots_are_told_by_account_and_after_the_accept_only()
    {
        string id = await _scene.RingAsync();
        ParticipantKey alice = await _scene.Alice.JoinAsync(_scene.Server, id);
        ParticipantKey bob = await _scene.Bob.JoinAsync(_scene.Server, id);
        await _scene.Server.Media.RaiseAsync(new MediaEvent.SlotsChanged(alice, [bob.Participant, null]));
        Assert.DoesNotContain(await _scene.Alice.DrainAsync(), message => message.Text("type") == "media.slots");

        await _scene.Bob.RequestAsync("call.accept", ("call_id", id), ("media", "video"));
        JsonNode slots = await _scene.Alice.ExpectAsync("media.slots");
        Assert.Equal($$"""{"type":"media.slots","call_id":"{{id}}","slots":[{"slot":0,"user_id":"bob"},{"slot":1}]}""", slots.ToJsonString());
        await _scene.Server.Media.RaiseAsync(new MediaEvent.SlotsChanged(alice, [null, null]));
        Assert.Equal("""[{"slot":0},{"slot":1}]""", (await _scene.Alice.ExpectAsync("media.slots"))["slots"]!.ToJsonString());
    }

    [Fact]
    public async Task Who_speaks_is_told_by_account_when_it_changes()
    {
        string id = await _scene.TalkAsync();
        ParticipantKey alice = _scene.AliceMedia;
        ParticipantKey bob = _scene.BobMedia;
        await _scene.Server.Media.RaiseAsync(new MediaEvent.SpeakerChanged(alice, bob.Participant));
        Assert.Equal($$"""{"type":"media.speaker","call_id":"{{id}}","user_id":"bob"}""", (await _scene.Alice.ExpectAsync("media.speaker")).ToJsonString());
        await _scene.Server.Media.RaiseAsync(new MediaEvent.SpeakerChanged(alice, bob.Participant));
        await _scene.Server.Media.RaiseAsync(new MediaEvent.SpeakerChanged(alice, alice.Participant));
        Assert.Equal("alice", (await _scene.Alice.ExpectAsync("media.speaker")).Text("user_id"));
        await _scene.Server.Media.RaiseAsync(new MediaEvent.SpeakerChanged(alice, null));
        Assert.Equal($$"""{"type":"media.speaker","call_id":"{{id}}"}""", (await _scene.Alice.ExpectAsync("media.speaker")).ToJsonString());
    }

    [Fact]
    public async Task Both_sides_are_told_how_good_the_connections_are_and_the_history_keeps_what_they_mostly_were()
    {
        string id = await _scene.TalkAsync();
        await _scene.Server.Media.RaiseAsync(new MediaEvent.QualityChanged(_scene.AliceMedia, QualityLevel.Good, QualityLevel.Unknown));
        Assert.Equal(
            $$$"""{"type":"call.quality","call_id":"{{{id}}}","self":{"up":"unknown","down":"unknown"},"remote":{"up":"good","down":"unknown"}}""",
            (await _scene.Bob.ExpectAsync("call.quality")).ToJsonString());
        Assert.Equal("good", (await _scene.Alice.ExpectAsync("call.quality")).Text("self.up"));
        _scene.Server.Clock.Advance(TimeSpan.FromSeconds(10));
        await _scene.Server.Media.RaiseAsync(new MediaEvent.QualityChanged(_scene.AliceMedia, QualityLevel.Good, QualityLevel.Bad));
        await _scene.Alice.ExpectAsync("call.quality");
        _scene.Server.Clock.Advance(TimeSpan.FromSeconds(60));

        await _scene.Alice.RequestAsync("call.hangup", ("call_id", id));
        Assert.Equal("bad", (await CallScene.RecordAsync(_scene.AliceHttp)).Text("quality"));
        Assert.Null((await CallScene.RecordAsync(_scene.BobHttp)).Text("quality"));
    }

    [Fact]
    public async Task Slots_whose_pictures_are_held_back_are_told_all_together_and_forgotten_when_media_is_negotiated_anew()
    {
        string id = await _scene.TalkAsync("video");
        await _scene.Server.Media.RaiseAsync(new MediaEvent.VideoPaused(_scene.AliceMedia, 1, Paused: true));
        Assert.Equal(
            $$"""{"type":"media.paused","call_id":"{{id}}","slots":[{"slot":1,"reason":"your_connection"}]}""",
            (await _scene.Alice.ExpectAsync("media.paused")).ToJsonString());
        await _scene.Server.Media.RaiseAsync(new MediaEvent.VideoPaused(_scene.AliceMedia, 0, Paused: true));
        Assert.Equal([0, 1], await PausedSlotsAsync());
        await _scene.Server.Media.RaiseAsync(new MediaEvent.VideoPaused(_scene.AliceMedia, 1, Paused: false));
        Assert.Equal([0], await PausedSlotsAsync());

        await _scene.Alice.OfferAsync(_scene.Server, id);
        Assert.Empty(await PausedSlotsAsync());
        Assert.DoesNotContain(await _scene.Bob.DrainAsync(), message => message.Text("type") == "media.paused");
    }

    [Fact]
    public async Task How_fast_to_send_is_told_to_the_one_it_concerns()
    {
        string id = await _scene.TalkAsync("video");
        await _scene.Server.Media.RaiseAsync(new MediaEvent.TargetChanged(_scene.BobMedia, 300_000));
        Assert.Equal(
            $$"""{"type":"media.target","call_id":"{{id}}","bits_per_second":300000}""", (await _scene.Bob.ExpectAsync("media.target")).ToJsonString());
        await _scene.Server.Media.RaiseAsync(new MediaEvent.TargetChanged(_scene.BobMedia, null));
        Assert.Equal($$"""{"type":"media.target","call_id":"{{id}}"}""", (await _scene.Bob.ExpectAsync("media.target")).ToJsonString());
        Assert.DoesNotContain(await _scene.Alice.DrainAsync(), message => message.Text("type") == "media.target");
    }

    [Theory]
    [InlineData(JoinError.SdpMalformed, "sdp_malformed")]
    [InlineData(JoinError.SdpUnsupported, "sdp_unsupported")]
    [InlineData(JoinError.Capacity, "capacity")]
    [InlineData(JoinError.TicketRevoked, "wrong_state")]
    [InlineData(JoinError.TicketInvalid, "internal")]
    public async Task A_refused_offer_says_why_and_may_be_repeated(JoinError error, string code)
    {
        string id = await _scene.RingAsync();
        Func<AdmissionTicket, string, Task<JoinResult>> usual = _scene.Server.Media.Answer;
        _scene.Server.Media.Answer = (_, _) => Task.FromResult<JoinResult>(new JoinResult.Refused(error, "No video section."));
        JsonNode answer = await _scene.Alice.RequestAsync("media.offer", ("call_id", id), ("sdp", "v=0"));
        Assert.Equal(code, answer.Text("code"));
        if (code.StartsWith("sdp", StringComparison.Ordinal))
        {
            Assert.Equal("No video section.", answer.Text("message"));
        }

        _scene.Server.Media.Answer = usual;
        await _scene.Alice.OfferAsync(_scene.Server, id);
    }

    [Fact]
    public async Task An_engine_that_fails_or_does_not_answer_costs_one_error()
    {
        string id = await _scene.RingAsync();
        _scene.Server.Media.Answer = (_, _) => throw new InvalidOperationException("on purpose");
        Assert.Equal("internal", (await _scene.Alice.RequestAsync("media.offer", ("call_id", id), ("sdp", "v=0"))).Text("code"));
        Assert.Equal("pong", (await _scene.Alice.RequestAsync("ping")).Text("type"));
    }

    [Fact]
    public async Task A_hang_up_does_not_wait_behind_an_offer_and_a_late_answer_revives_nothing()
    {
        string id = await _scene.RingAsync();
        var engine = new TaskCompletionSource<JoinResult>();
        var asked = new TaskCompletionSource();
        _scene.Server.Media.Answer = (_, _) =>
        {
            asked.TrySetResult();
            return engine.Task;
        };
        Task<JsonNode> offer = _scene.Alice.RequestAsync("media.offer", ("call_id", id), ("sdp", "v=0"));
        await asked.Task;
        await _scene.Bob.RequestAsync("call.decline", ("call_id", id));
        engine.SetResult(new JoinResult.Answered("late", []));

        Assert.Equal("wrong_state", (await offer).Text("code"));
        Assert.Equal($"close {id}", _scene.Server.Media.Log[^1]);
    }

    [Fact]
    public async Task Offers_are_answered_one_after_the_other_and_too_many_refused()
    {
        string id = await _scene.RingAsync();
        var engine = new TaskCompletionSource();
        _scene.Server.Media.Answer = async (_, sdp) =>
        {
            await engine.Task;
            return new JoinResult.Answered(sdp, []);
        };
        for (int i = 0; i < 6; i++)
        {
            await _scene.Alice.SendAsync($$"""{"type":"media.offer","request_id":"o{{i}}","call_id":"{{id}}","sdp":"offer {{i}}"}""");
        }

        Assert.Equal("too_many", (await _scene.Alice.AnswerAsync("o4")).Text("code"));
        Assert.Equal("too_many", (await _scene.Alice.AnswerAsync("o5")).Text("code"));
        engine.SetResult();
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal($"offer {i}", (await _scene.Alice.NextAsync()).Text("sdp"));
        }
    }

    [Fact]
    public async Task Lost_media_is_reconnecting_and_comes_back_or_fails()
    {
        string id = await _scene.TalkAsync();
        await _scene.Server.Media.RaiseAsync(new MediaEvent.Interrupted(_scene.BobMedia));
        JsonNode seen = await _scene.Alice.ExpectStateAsync("reconnecting");
        Assert.False(seen.Flag("remote.connected"));
        Assert.NotNull(seen.Text("expires_at"));
        await _scene.Server.Media.RaiseAsync(new MediaEvent.Resumed(_scene.BobMedia));
        await _scene.Alice.ExpectStateAsync("active");

        await _scene.Server.Media.RaiseAsync(new MediaEvent.Disconnected(_scene.BobMedia, DisconnectReason.ConsentTimeout));
        await _scene.Bob.ExpectStateAsync("reconnecting");
        await _scene.Bob.JoinAsync(_scene.Server, id);
        await _scene.Bob.ExpectStateAsync("active");

        await _scene.Server.Media.RaiseAsync(new MediaEvent.Disconnected(_scene.AliceMedia, DisconnectReason.ClosedByPeer));
        await _scene.Bob.ExpectStateAsync("reconnecting");
        _scene.Server.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("failed", (await _scene.Bob.ExpectStateAsync("ended")).Text("reason"));
        Assert.Equal("failed", (await CallScene.RecordAsync(_scene.AliceHttp)).Text("outcome"));
    }

    [Fact]
    public async Task Media_that_never_comes_up_fails_the_call()
    {
        string id = await _scene.RingAsync();
        await _scene.Bob.RequestAsync("call.accept", ("call_id", id), ("media", "audio"));
        await _scene.Alice.JoinAsync(_scene.Server, id);
        _scene.Server.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("failed", (await _scene.Alice.ExpectStateAsync("ended")).Text("reason"));
    }

    [Fact]
    public async Task Events_of_unknown_rooms_and_participants_are_no_concern()
    {
        string id = await _scene.TalkAsync();
        await _scene.Server.Media.RaiseAsync(new MediaEvent.Disconnected(new ParticipantKey("c_none", "p"), DisconnectReason.DtlsFailed));
        await _scene.Server.Media.RaiseAsync(new MediaEvent.Disconnected(new ParticipantKey(id, "p_none"), DisconnectReason.DtlsFailed));
        Assert.DoesNotContain(await _scene.Alice.DrainAsync(), message => message.Text("type") == "call.updated");
    }

    private async Task<IEnumerable<int>> PausedSlotsAsync() =>
        (await _scene.Alice.ExpectAsync("media.paused"))["slots"]!.AsArray().Select(slot => slot!["slot"]!.GetValue<int>());
}
