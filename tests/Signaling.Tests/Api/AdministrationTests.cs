using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Signaling.Tests.Support;

namespace Signaling.Tests.Api;

public sealed class AdministrationTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Only_the_role_admin_may()
    {
        HttpClient alice = await _server.PersonAsync("alice");
        await (await alice.GetAsync("/admin/users")).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await alice.PutAsJsonAsync("/admin/users/mallory", new { handle = "m", display_name = "M" })).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await alice.GetAsync("/admin/calls")).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await alice.PostAsync("/admin/calls/c/end", null)).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await alice.DeleteAsync("/admin/users/alice")).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task An_account_is_made_replaced_and_changed_in_parts()
    {
        HttpResponseMessage made = await PutAsync("alice", new { handle = "Alice", display_name = "Alice A.", premium = true, identifiers = (string[])["+4930123456", "a@b.c"] });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal(
            """{"id":"alice","handle":"Alice","display_name":"Alice A.","premium":true,"verified":false,"suspended":false,"identifiers":2}""",
            await made.Content.ReadAsStringAsync());

        JsonNode patched = await (await PatchAsync("alice", new { verified = true, handle = "alice" })).JsonAsync();
        Assert.Equal(("alice", "True", "2"), (patched.Text("handle"), patched.Flag("verified").ToString(), patched.Text("identifiers")));

        HttpResponseMessage replaced = await PutAsync("alice", new { handle = "alice", display_name = "A." });
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        Assert.Equal(
            """{"id":"alice","handle":"alice","display_name":"A.","premium":false,"verified":false,"suspended":false,"identifiers":0}""",
            await replaced.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Handles_and_identifiers_belong_to_one_account()
    {
        await PutAsync("alice", new { handle = "alice", display_name = "A", identifiers = (string[])["a@b.c"] });
        await (await PutAsync("bob", new { handle = "ALICE", display_name = "B" })).ProblemAsync(HttpStatusCode.Conflict, "conflict");
        await (await PutAsync("bob", new { handle = "bob", display_name = "B", identifiers = (string[])["+4930123456", "A@B.C"] })).ProblemAsync(HttpStatusCode.Conflict, "conflict");

        // Nothing of the refused change remains.
        Assert.Equal("alice", string.Join(" ", (await _server.Admin.GetJsonAsync("/admin/users"))["users"]!.AsArray().Select(user => user!.Text("handle"))));
        Assert.Equal(HttpStatusCode.Created, (await PutAsync("carol", new { handle = "carol", display_name = "C", identifiers = (string[])["+4930123456"] })).StatusCode);
    }

    [Fact]
    public async Task What_is_not_well_formed_is_refused()
    {
        foreach ((string id, string handle, string name, string? identifier) in ((string, string, string, string?)[])[
            ("has space", "handle", "Name", null),
            ("ok", "", "Name", null),
            ("ok", "with-dash", "Name", null),
            ("ok", "a_handle_of_more_than_32_characters", "Name", null),
            ("ok", "handle", "", null),
            ("ok", "handle", "   ", null),
            ("ok", "handle", "line\nbreak", null),
            ("ok", "handle", "Name", "nonsense")])
        {
            string[]? identifiers = identifier is null ? null : [identifier];
            HttpResponseMessage response = await PutAsync(Uri.EscapeDataString(id), new { handle, display_name = name, identifiers });
            await response.ProblemAsync(HttpStatusCode.BadRequest, "malformed");
        }
    }

    [Fact]
    public async Task Accounts_are_listed_in_pages()
    {
        for (int i = 0; i < 5; i++)
        {
            await _server.PersonAsync($"p{i}");
        }

        JsonNode first = await _server.Admin.GetJsonAsync("/admin/users?query=P&limit=3");
        JsonNode second = await _server.Admin.GetJsonAsync($"/admin/users?query=P&limit=3&before={first.Text("next_before")}");
        Assert.Equal(["p0", "p1", "p2"], first["users"]!.AsArray().Select(user => user!.Text("id")));
        Assert.Equal(["p3", "p4"], second["users"]!.AsArray().Select(user => user!.Text("id")));
        Assert.Null(second.Text("next_before"));
    }

    [Fact]
    public async Task Suspension_closes_sessions_and_leaves_reading_only()
    {
        HttpClient alice = await _server.PersonAsync("alice");
        await _server.PersonAsync("bob");
        await using TestClient device = await _server.ConnectAsync("alice");
        await PatchAsync("alice", new { suspended = true });

        Assert.Equal(4003, await device.ClosedAsync());
        Assert.True((await alice.GetJsonAsync("/me")).Flag("suspended"));
        await (await alice.PutAsync("/me/follows/bob", null)).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await alice.PostAsJsonAsync("/conversations/bob/messages", new { text = "x" })).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        await PatchAsync("alice", new { suspended = false });
        await using TestClient again = await _server.ConnectAsync("alice");
        Assert.Equal(HttpStatusCode.NoContent, (await alice.PutAsync("/me/follows/bob", null)).StatusCode);
    }

    [Fact]
    public async Task Deletion_erases_the_account_and_leaves_the_others_theirs()
    {
        (HttpClient alice, HttpClient bob) = await _server.FriendsAsync();
        await using TestClient device = await _server.ConnectAsync("alice");
        Assert.Equal(HttpStatusCode.NoContent, (await _server.Admin.DeleteAsync("/admin/users/alice")).StatusCode);

        Assert.Equal(4003, await device.ClosedAsync());
        await (await alice.GetAsync("/me")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        await (await bob.GetAsync("/users/alice")).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Empty((await bob.GetJsonAsync("/me/follows"))["users"]!.AsArray());
        Assert.Empty((await bob.GetJsonAsync("/users?query=alice"))["users"]!.AsArray());
        JsonNode conversation = (await bob.GetJsonAsync("/conversations")).At("conversations.0")!;
        Assert.Equal(("deleted", "Deleted account"), (conversation.Text("with.handle"), conversation.Text("with.display_name")));
        await (await bob.PostAsJsonAsync("/conversations/alice/messages", new { text = "x" })).ProblemAsync(HttpStatusCode.NotFound, "not_found");

        await (await _server.Admin.DeleteAsync("/admin/users/alice")).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await PatchAsync("alice", new { premium = true })).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await PutAsync("alice", new { handle = "x", display_name = "X" })).ProblemAsync(HttpStatusCode.Conflict, "conflict");
        Assert.Equal(HttpStatusCode.Created, (await PutAsync("alice2", new { handle = "alice", display_name = "Alice" })).StatusCode);
    }

    [Fact]
    public async Task A_running_call_is_seen_and_ended()
    {
        await _server.FriendsAsync();
        await using TestClient alice = await _server.ConnectAsync("alice");
        await using TestClient bob = await _server.ConnectAsync("bob");
        string id = (await alice.RequestAsync("call.invite", ("to", "bob"), ("media", "audio"), ("client_ref", "1"))).Text("call.id")!;

        JsonNode running = (await _server.Admin.GetJsonAsync("/admin/calls"))["calls"]!.AsArray().Single()!;
        Assert.Equal((id, "alice", "bob", "ringing"), (running.Text("id"), running.Text("caller"), running.Text("callee"), running.Text("state")));
        Assert.Equal(HttpStatusCode.NoContent, (await _server.Admin.PostAsync($"/admin/calls/{id}/end", null)).StatusCode);
        Assert.Equal("policy", (await alice.ExpectStateAsync("ended")).Text("reason"));
        Assert.Equal("policy", (await bob.ExpectStateAsync("ended")).Text("reason"));
        await (await _server.Admin.PostAsync($"/admin/calls/{id}/end", null)).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Empty((await _server.Admin.GetJsonAsync("/admin/calls"))["calls"]!.AsArray());
    }

    private Task<HttpResponseMessage> PutAsync(string id, object body) => _server.Admin.PutAsJsonAsync($"/admin/users/{id}", body);

    private Task<HttpResponseMessage> PatchAsync(string id, object body) => _server.Admin.PatchAsJsonAsync($"/admin/users/{id}", body);
}
