using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Signaling.Social;
using Signaling.Storage;
using Signaling.Tests.Support;

namespace Signaling.Tests.Calls;

/// <summary>Blocks, suspension and deletion at the worst moment: after the facts were read, before the call is placed or accepted.</summary>
public sealed class PolicyRaceTests : IAsyncLifetime
{
    private RecordingDatabase _database = null!;
    private CallScene _scene = null!;

    public async Task InitializeAsync() => _scene = await CallScene.StartAsync(await TestServer.StartAsync(replace: services =>
    {
        ServiceDescriptor original = services.Last(service => service.ServiceType == typeof(IDatabase));
        services.AddSingleton<IDatabase>(provider => _database = new RecordingDatabase((IDatabase)original.ImplementationFactory!(provider)));
    }));

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Theory]
    [InlineData("block")]
    [InlineData("suspension")]
    [InlineData("deletion")]
    public async Task A_verdict_on_facts_that_changed_since_is_not_acted_upon(string change)
    {
        _database.AfterRead = () => change switch
        {
            "block" => _scene.BobHttp.PutAsync("/me/blocks/alice", null),
            "suspension" => _scene.Server.Admin.PatchAsJsonAsync("/admin/users/bob", new { suspended = true }),
            _ => _scene.Server.Admin.DeleteAsync("/admin/users/bob"),
        };
        JsonNode answer = await _scene.Alice.RequestAsync("call.invite", ("to", "bob"), ("media", "audio"), ("client_ref", "1"));

        Assert.Equal("unavailable", answer.Text("code"));
        Assert.Empty(await _scene.Alice.DrainAsync());
        Assert.Empty((await _scene.AliceHttp.GetJsonAsync("/calls"))["calls"]!.AsArray());
    }

    [Fact]
    public async Task A_block_of_strangers_meanwhile_only_repeats_the_question()
    {
        HttpClient carol = await _scene.Server.PersonAsync("carol");
        await _scene.Server.PersonAsync("dave");
        _database.AfterRead = () => carol.PutAsync("/me/blocks/dave", null);
        JsonNode answer = await _scene.Alice.RequestAsync("call.invite", ("to", "bob"), ("media", "audio"), ("client_ref", "1"));
        Assert.Equal("ringing", answer.Text("call.state"));
    }

    [Fact]
    public async Task The_accept_looks_at_blocks_again()
    {
        string id = await _scene.RingAsync();

        // Stored by another process, so to speak: nobody told this one.
        await _scene.Server.Get<Relations>().Blocks.AddAsync("alice", "bob");
        JsonNode answer = await _scene.Bob.RequestAsync("call.accept", ("call_id", id), ("media", "audio"));

        Assert.Equal("wrong_state", answer.Text("code"));
        Assert.Equal("blocked", (await _scene.Alice.ExpectStateAsync("ended")).Text("reason"));
        Assert.Equal("cancelled", (await _scene.Bob.ExpectStateAsync("ended")).Text("reason"));
    }
}
