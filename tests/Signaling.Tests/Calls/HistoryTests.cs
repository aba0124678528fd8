using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Signaling.Tests.Support;

namespace Signaling.Tests.Calls;

public sealed class HistoryTests
{
    [Fact]
    public async Task Pages_go_through_all_calls_of_both_directions_newest_first()
    {
        await using CallScene scene = await CallScene.StartAsync();
        var expected = new List<string>();
        for (int i = 0; i < 12; i++)
        {
            (TestClient caller, TestClient callee, string to) = i % 3 == 0 ? (scene.Bob, scene.Alice, "alice") : (scene.Alice, scene.Bob, "bob");
            JsonNode created = await caller.RequestAsync("call.invite", ("to", to), ("media", "audio"), ("client_ref", $"h{i}"));
            string id = created.Text("call.id")!;
            expected.Insert(0, id);
            await callee.RequestAsync("call.decline", ("call_id", id));
            scene.Server.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var seen = new List<string>();
        string? before = null;
        do
        {
            JsonNode page = await scene.AliceHttp.GetJsonAsync($"/calls?limit=5&before={before}");
            seen.AddRange(page["calls"]!.AsArray().Select(record => record!.Text("id")!));
            before = page.Text("next_before");
        }
        while (before is not null);
        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task A_call_that_is_on_is_not_history_yet_and_the_profile_is_todays()
    {
        await using CallScene scene = await CallScene.StartAsync();
        string id = await scene.RingAsync();
        Assert.Empty((await scene.AliceHttp.GetJsonAsync("/calls"))["calls"]!.AsArray());
        await scene.Alice.RequestAsync("call.hangup", ("call_id", id));
        await scene.Server.Admin.PatchAsJsonAsync("/admin/users/bob", new { display_name = "Robert" });
        JsonNode record = await CallScene.RecordAsync(scene.AliceHttp);
        Assert.Equal(("Robert", "cancelled"), (record.Text("with.display_name"), record.Text("outcome")));
        Assert.Null(record.Text("answered_at"));
        Assert.Null(record.Text("duration_seconds"));
    }
}
