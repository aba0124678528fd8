using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Signaling.Storage;
using Signaling.Tests.Support;

namespace Signaling.Tests.Sessions;

public sealed class SessionRaceTests
{
    [Fact]
    public async Task Of_two_sessions_of_a_device_that_start_at_once_the_later_one_stays_whole()
    {
        RecordingDatabase database = null!;
        await using CallScene scene = await CallScene.StartAsync(await TestServer.StartAsync(replace: services =>
        {
            ServiceDescriptor original = services.Last(service => service.ServiceType == typeof(IDatabase));
            services.AddSingleton<IDatabase>(provider => database = new RecordingDatabase((IDatabase)original.ImplementationFactory!(provider)));
        }));

        // While the first looks for its account, the second comes all the way in.
        var connected = new TaskCompletionSource<TestClient>();
        database.AfterRead = async () => connected.SetResult(await scene.Server.ConnectAsync("alice", "phone-001"));
        await using TestClient first = await scene.Server.OpenAsync();
        await first.SendAsync(new JsonObject
        {
            ["type"] = "session.start",
            ["token"] = scene.Server.Token("alice"),
            ["protocol"] = 1,
            ["device_id"] = "phone-001",
        }.ToJsonString());

        Assert.Equal(4001, await first.ClosedAsync());
        await using TestClient second = await connected.Task;
        JsonNode created = await second.RequestAsync("call.invite", ("to", "bob"), ("media", "audio"), ("client_ref", "1"));
        Assert.Equal("ringing", created.Text("call.state"));
    }
}
