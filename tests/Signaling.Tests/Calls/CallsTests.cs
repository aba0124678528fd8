using System.Text.Json.Nodes;
using Signaling.Tests.Support;

namespace Signaling.Tests.Calls;

/// <summary>Calls from end to end: REST, WebSocket, policy, storage, and a scripted media engine in virtual time.</summary>
public sealed class CallsTests
{
    [Fact]
    public async Task A_call_rings_is_accepted_connects_and_ends_with_a_record_on_both_sides()
    {
        await using TestServer server = await TestServer.StartAsync();
        (HttpClient aliceHttp, HttpClient bobHttp) = await server.FriendsAsync();
        await using TestClient alice = await server.ConnectAsync("alice");
        await using TestClient bob = await server.ConnectAsync("bob");

        JsonNode created = await alice.RequestAsync("call.invite", ("to", "bob"), ("media", "video"), ("client_ref", "1"));
        Assert.Equal("call.created", created.Text("type"));
        Assert.Equal("ringing", created.Text("call.state"));
        Assert.Equal("outgoing", created.Text("call.direction"));
        Assert.Null(created.Text("call.why"));
        string id = created.Text("call.id")!;

        JsonNode incoming = await bob.ExpectAsync("call.incoming");
        Assert.Equal(id, incoming.Text("call.id"));
        Assert.Equal("follows", incoming.Text("call.why"));
        Assert.Equal("alice", incoming.Text("call.peer.handle"));

        await alice.JoinAsync(server, id);
        await bob.JoinAsync(server, id);
        Assert.DoesNotContain(server.Media.Log, line => line.StartsWith("gate", StringComparison.Ordinal));

        JsonNode accepted = await bob.RequestAsync("call.accept", ("call_id", id), ("media", "video"));
        Assert.Equal("active", accepted.Text("call.state"));
        Assert.Equal(2, server.Media.Log.Count(line => line.EndsWith(" open", StringComparison.Ordinal)));
        JsonNode active = await alice.ExpectStateAsync("active");
        Assert.True(active.Flag("remote.video"));

        server.Clock.Advance(TimeSpan.FromSeconds(75));
        JsonNode ended = await alice.RequestAsync("call.hangup", ("call_id", id));
        Assert.Equal("hangup", ended.Text("call.reason"));
        Assert.Equal("hangup", (await bob.ExpectStateAsync("ended")).Text("reason"));
        Assert.Contains($"close {id}", server.Media.Log);

        foreach ((HttpClient http, string direction) in ((HttpClient, string)[])[(aliceHttp, "outgoing"), (bobHttp, "incoming")])
        {
            JsonNode record = (await http.GetJsonAsync("/calls"))["calls"]!.AsArray().Single()!;
            Assert.Equal(direction, record.Text("direction"));
            Assert.Equal("hangup", record.Text("outcome"));
            Assert.Equal("75", record.Text("duration_seconds"));
            Assert.False(record.Flag("missed"));
        }
    }
}
