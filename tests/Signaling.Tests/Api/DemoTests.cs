using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Signaling.Hosting;
using Signaling.Tests.Support;

namespace Signaling.Tests.Api;

public sealed class DemoTests
{
    [Fact]
    public async Task People_sign_in_and_call_as_the_tour_says()
    {
        await using TestServer server = await StartAsync();
        JsonArray users = (await server.Http.GetJsonAsync("/demo/users"))["users"]!.AsArray();
        Assert.Equal(["alice", "bob", "carol", "dave", "eve"], users.Select(user => user!.Text("handle")));
        Assert.True(users[0]!.Flag("premium") && users[0]!.Flag("verified"));

        using HttpClient alice = await SignInAsync(server, "u_alice");
        using HttpClient bob = await SignInAsync(server, "u_bob");
        using HttpClient dave = await SignInAsync(server, "u_dave");
        Assert.Equal("allowed", (await alice.GetJsonAsync("/users/u_carol/call-eligibility")).Text("verdict"));
        Assert.Equal("message_required", (await alice.GetJsonAsync("/users/u_bob/call-eligibility")).Text("verdict"));
        Assert.Equal("allowed", (await bob.GetJsonAsync("/users/u_alice/call-eligibility")).Text("verdict"));
        Assert.Equal("premium_required", (await dave.GetJsonAsync("/users/u_alice/call-eligibility")).Text("verdict"));

        await bob.PostAsJsonAsync("/conversations/u_alice/messages", new { text = "Here I am." });
        Assert.Equal("allowed", (await alice.GetJsonAsync("/users/u_bob/call-eligibility")).Text("verdict"));
    }

    [Fact]
    public async Task A_second_start_changes_nothing_and_believes_the_tokens_of_the_first()
    {
        using var data = new TemporaryDirectory();
        string before;
        AuthenticationHeaderValue token;
        await using (TestServer first = await StartAsync(data.Path))
        {
            using HttpClient alice = await SignInAsync(first, "u_alice");
            token = alice.DefaultRequestHeaders.Authorization!;
            await alice.DeleteAsync("/me/follows/u_bob");
            await alice.PostAsJsonAsync("/conversations/u_carol/messages", new { text = "mine" });
            before = await OverviewAsync(alice);
        }

        await using TestServer second = await StartAsync(data.Path);
        second.Http.DefaultRequestHeaders.Authorization = token;
        Assert.Equal(before, await OverviewAsync(second.Http));
    }

    [Fact]
    public async Task The_operator_has_the_role_admin_and_strangers_cannot_sign_in()
    {
        await using TestServer server = await StartAsync();
        using HttpClient admin = await SignInAsync(server, "operator");
        Assert.Equal(5, (await admin.GetJsonAsync("/admin/users"))["users"]!.AsArray().Count);
        await (await server.Http.PostAsJsonAsync("/demo/sign-in", new { user_id = "nobody" })).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await server.Http.PostAsJsonAsync("/demo/sign-in", new { })).ProblemAsync(HttpStatusCode.BadRequest, "malformed");
        using HttpClient alice = await SignInAsync(server, "u_alice");
        await (await alice.GetAsync("/admin/users")).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    private static Task<TestServer> StartAsync(string? data = null) => TestServer.StartAsync(
        path => new ServerOptions { Data = path, Demo = true, Urls = ["http://127.0.0.1:0"], WebRoot = path, Log = new LogOptions { Level = Microsoft.Extensions.Logging.LogLevel.Error } },
        data);

    private static async Task<string> OverviewAsync(HttpClient client) =>
        $"{(await client.GetJsonAsync("/me/follows")).ToJsonString()} {(await client.GetJsonAsync("/conversations")).ToJsonString()}";

    private static async Task<HttpClient> SignInAsync(TestServer server, string id)
    {
        JsonNode signedIn = await (await server.Http.PostAsJsonAsync("/demo/sign-in", new { user_id = id })).JsonAsync();
        Assert.Equal(id, signedIn.Text("user.id"));
        Assert.True(signedIn["expires_at"]!.GetValue<DateTimeOffset>() > server.Clock.GetUtcNow());
        var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", signedIn.Text("token"));
        return client;
    }
}
