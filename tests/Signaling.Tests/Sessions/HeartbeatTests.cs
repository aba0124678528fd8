using Signaling.Tests.Support;
using SessionOptions = Signaling.Sessions.SessionOptions;

namespace Signaling.Tests.Sessions;

public sealed class HeartbeatTests
{
    [Fact]
    public async Task A_peer_that_is_silent_is_taken_for_lost_and_one_that_answers_pings_is_not()
    {
        await using TestServer server = await TestServer.StartAsync(
            data => TestServer.Options(data, sessions: new SessionOptions { PingSeconds = 0.1, PongSeconds = 2 }));
        await server.PersonAsync("alice");
        await server.PersonAsync("bob");
        await using TestClient alive = await server.ConnectAsync("alice");
        using RawClient silent = await RawClient.StartAsync(server, "bob");

        await server.SessionsAsync("bob", 0);
        Assert.Equal("pong", (await alive.RequestAsync("ping")).Text("type"));
    }
}
