using System.Text.Json.Nodes;
using Sfu;

namespace Signaling.Tests.Support;

/// <summary>Alice and Bob, who may call each other, each with a connected device.</summary>
internal sealed class CallScene : IAsyncDisposable
{
    private CallScene(TestServer server, HttpClient aliceHttp, HttpClient bobHttp, TestClient alice, TestClient bob)
    {
        Server = server;
        AliceHttp = aliceHttp;
        BobHttp = bobHttp;
        Alice = alice;
        Bob = bob;
    }

    public TestServer Server { get; }

    public HttpClient AliceHttp { get; }

    public HttpClient BobHttp { get; }

    public TestClient Alice { get; }

    public TestClient Bob { get; }

    public ParticipantKey AliceMedia { get; private set; }

    public ParticipantKey BobMedia { get; private set; }

    public static async Task<CallScene> StartAsync(TestServer? server = null)
    {
        server ??= await TestServer.StartAsync();
        (HttpClient alice, HttpClient bob) = await server.FriendsAsync();
        return new CallScene(server, alice, bob, await server.ConnectAsync("alice"), await server.ConnectAsync("bob"));
    }

    /// <summary>Alice calls Bob; gives the call's id.</summary>
    public async Task<string> RingAsync(string media = "video", string reference = "1")
    {
        JsonNode created = await Alice.RequestAsync("call.invite", ("to", "bob"), ("media", media), ("client_ref", reference));
        Assert.Equal("call.created", created.Text("type"));
        Assert.Equal("ringing", created.Text("call.state"));
        await Bob.ExpectAsync("call.incoming");
        return created.Text("call.id")!;
    }

    /// <summary>Alice calls Bob, media comes up while it rings, Bob accepts.</summary>
    public async Task<string> TalkAsync(string media = "video", string reference = "1")
    {
        string id = await RingAsync(media, reference);
        AliceMedia = await Alice.JoinAsync(Server, id);
        BobMedia = await Bob.JoinAsync(Server, id);
        JsonNode accepted = await Bob.RequestAsync("call.accept", ("call_id", id), ("media", media));
        Assert.Equal("active", accepted.Text("call.state"));
        await Alice.ExpectStateAsync("active");
        await Alice.DrainAsync();
        await Bob.DrainAsync();
        return id;
    }

    /// <summary>The newest call in the history of one side.</summary>
    public static async Task<JsonNode> RecordAsync(HttpClient http) => (await http.GetJsonAsync("/calls")).At("calls.0")!;

    public async ValueTask DisposeAsync()
    {
        await Alice.DisposeAsync();
        await Bob.DisposeAsync();
        await Server.DisposeAsync();
    }
}
