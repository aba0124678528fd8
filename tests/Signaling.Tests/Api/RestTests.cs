using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Signaling.Hosting;
using Signaling.Tests.Support;

namespace Signaling.Tests.Api;

/// <summary>Accounts, settings, follows, blocks and the address book over REST.</summary>
public sealed class RestTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private HttpClient _alice = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _alice = await _server.PersonAsync("alice");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Without_a_token_only_health_the_document_and_the_page_answer()
    {
        Assert.Equal("ok", (await _server.Http.GetJsonAsync("/health")).Text("status"));
        Assert.Equal("ready", (await _server.Http.GetJsonAsync("/health/ready")).Text("status"));
        foreach (string path in (string[])["/me", "/me/settings", "/me/follows", "/users", "/users/alice", "/conversations", "/calls", "/admin/users", "/admin/calls"])
        {
            HttpResponseMessage response = await _server.Http.GetAsync(path);
            await response.ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        }

        using HttpClient broken = _server.ClientOf("alice");
        broken.DefaultRequestHeaders.Authorization = new("Bearer", "nonsense");
        await (await broken.GetAsync("/me")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        await (await _server.ClientOf("nobody").GetAsync("/me")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task Without_demo_there_is_no_demo()
    {
        await (await _server.Http.GetAsync("/demo/users")).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await _server.Http.PostAsJsonAsync("/demo/sign-in", new { user_id = "alice" })).ProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task One_reads_ones_account_and_others()
    {
        await _server.PersonAsync("bob", premium: false, verified: true);
        JsonNode me = await _alice.GetJsonAsync("/me");
        Assert.Equal("""{"id":"alice","handle":"alice","display_name":"alice of the tests","premium":true,"verified":false,"suspended":false}""", me.ToJsonString());
        JsonNode bob = await _alice.GetJsonAsync("/users/bob");
        Assert.Equal(
            """{"id":"bob","handle":"bob","display_name":"bob of the tests","premium":false,"verified":true,"following":false,"followed_by":false,"blocked":false}""",
            bob.ToJsonString());
        await (await _alice.GetAsync("/users/nobody")).ProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Settings_begin_with_contacts_and_follows_and_change_in_parts()
    {
        Assert.Equal(
            """{"calls_enabled":true,"audience":{"contacts":true,"follows":true,"verified":false,"everyone":false}}""",
            (await _alice.GetJsonAsync("/me/settings")).ToJsonString());
        JsonNode changed = await (await _alice.PatchAsJsonAsync("/me/settings", new { audience = new { verified = true, follows = false } })).JsonAsync();
        Assert.Equal("""{"calls_enabled":true,"audience":{"contacts":true,"follows":false,"verified":true,"everyone":false}}""", changed.ToJsonString());
        await _alice.PatchAsJsonAsync("/me/settings", new { calls_enabled = false });
        JsonNode read = await _alice.GetJsonAsync("/me/settings");
        Assert.False(read.Flag("calls_enabled"));
        Assert.True(read.Flag("audience.verified"));
    }

    [Fact]
    public async Task Search_finds_by_handle_and_name_without_case_in_pages()
    {
        foreach (string id in (string[])["Berta", "bernd", "carl"])
        {
            await _server.PersonAsync(id);
        }

        await _server.Admin.PatchAsJsonAsync("/admin/users/carl", new { display_name = "Bernhard" });
        async Task<string> HandlesAsync(string query) =>
            string.Join(" ", (await _alice.GetJsonAsync($"/users?{query}"))["users"]!.AsArray().Select(user => user!.Text("handle")));

        Assert.Equal("bernd Berta carl", await HandlesAsync("query=BER"));
        Assert.Equal("Berta", await HandlesAsync("query=@bert"));
        Assert.Equal(string.Empty, await HandlesAsync("query=%25"));
        JsonNode first = await _alice.GetJsonAsync("/users?query=ber&limit=2");
        Assert.Equal("carl", await HandlesAsync($"query=ber&limit=2&before={first.Text("next_before")}"));
        await (await _alice.GetAsync($"/users?query={new string('x', 65)}")).ProblemAsync(HttpStatusCode.BadRequest, "malformed");
    }

    [Fact]
    public async Task Follows_and_blocks_are_declared_listed_in_pages_and_withdrawn()
    {
        for (int i = 0; i < 5; i++)
        {
            await _server.PersonAsync($"p{i}");
        }

        foreach (string list in (string[])["follows", "blocks"])
        {
            for (int i = 0; i < 5; i++)
            {
                Assert.Equal(HttpStatusCode.NoContent, (await _alice.PutAsync($"/me/{list}/p{i}", null)).StatusCode);
                Assert.Equal(HttpStatusCode.NoContent, (await _alice.PutAsync($"/me/{list}/p{i}", null)).StatusCode);
            }

            var seen = new List<string>();
            string? before = null;
            do
            {
                JsonNode page = await _alice.GetJsonAsync($"/me/{list}?limit=2&before={before}");
                seen.AddRange(page["users"]!.AsArray().Select(user => user!.Text("id")!));
                before = page.Text("next_before");
            }
            while (before is not null);
            Assert.Equal(["p0", "p1", "p2", "p3", "p4"], seen.Order());

            Assert.Equal(HttpStatusCode.NoContent, (await _alice.DeleteAsync($"/me/{list}/p0")).StatusCode);
            Assert.Equal(HttpStatusCode.NoContent, (await _alice.DeleteAsync($"/me/{list}/p0")).StatusCode);
            Assert.Equal(4, (await _alice.GetJsonAsync($"/me/{list}"))["users"]!.AsArray().Count);
            await (await _alice.PutAsync($"/me/{list}/nobody", null)).ProblemAsync(HttpStatusCode.NotFound, "not_found");
            await (await _alice.PutAsync($"/me/{list}/alice", null)).ProblemAsync(HttpStatusCode.BadRequest, "malformed");
        }
    }

    [Fact]
    public async Task A_profile_tells_the_relation_from_the_readers_side_and_no_block_of_the_other()
    {
        HttpClient bob = await _server.PersonAsync("bob");
        await bob.PutAsync("/me/follows/alice", null);
        await bob.PutAsync("/me/blocks/alice", null);
        await _alice.PutAsync("/me/follows/bob", null);

        JsonNode seenByAlice = await _alice.GetJsonAsync("/users/bob");
        Assert.True(seenByAlice.Flag("following"));
        Assert.True(seenByAlice.Flag("followed_by"));
        Assert.False(seenByAlice.Flag("blocked"));
        Assert.True((await bob.GetJsonAsync("/users/alice")).Flag("blocked"));
    }

    [Fact]
    public async Task The_address_book_keeps_hashes_while_the_permission_lasts()
    {
        Assert.Equal("""{"granted":false,"entries":0}""", (await _alice.GetJsonAsync("/me/address-book")).ToJsonString());
        JsonNode put = await (await _alice.PutAsJsonAsync("/me/address-book", new
        {
            entries = (string[])["+49 30 123456", "0049 30 123456", "b@example.org", "nonsense", "030 123456"],
        })).JsonAsync();
        Assert.Equal("""{"granted":true,"entries":2}""", put.ToJsonString());
        await _alice.PutAsJsonAsync("/me/address-book", new { entries = (string[])["only@example.org"] });
        Assert.Equal("""{"granted":true,"entries":1}""", (await _alice.GetJsonAsync("/me/address-book")).ToJsonString());

        string files = string.Concat(Directory.GetFiles(_server.Get<ServerOptions>().Data, "calls.db*").Select(ReadShared));
        Assert.DoesNotContain("only@example.org", files, StringComparison.Ordinal);
        Assert.DoesNotContain("4930123456", files, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await _alice.DeleteAsync("/me/address-book")).StatusCode);
        Assert.Equal("""{"granted":false,"entries":0}""", (await _alice.GetJsonAsync("/me/address-book")).ToJsonString());
    }

    [Fact]
    public async Task A_large_address_book_is_taken_and_a_giant_one_refused()
    {
        string[] book = [.. Enumerable.Range(0, 5000).Select(i => $"person.number.{i}@some.long.domain.example.org")];
        Assert.Equal("5000", (await (await _alice.PutAsJsonAsync("/me/address-book", new { entries = book })).JsonAsync()).Text("entries"));
        await (await _alice.PutAsJsonAsync("/me/address-book", new { entries = (string[])[.. book, "x@y.z"] }))
            .ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
        await (await _alice.PutAsJsonAsync("/me/address-book", new { entries = (string[])[new string('x', 2_000_000)] }))
            .ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Fact]
    public async Task A_body_that_is_not_what_it_should_be_is_malformed()
    {
        foreach (string body in (string[])[
            "{", "", "null", "[]", """{"entries":null}""", """{"entries":"+4930123456"}""", """{"entries":[1]}""", """{"other":[]}""", """{"entries":[],"entries":[]}"""])
        {
            HttpResponseMessage response = await _alice.PutAsync("/me/address-book", new StringContent(body, Encoding.UTF8, "application/json"));
            await response.ProblemAsync(HttpStatusCode.BadRequest, "malformed");
        }
    }

    [Fact]
    public async Task Other_media_types_methods_and_addresses_are_problems_too()
    {
        await (await _alice.PatchAsync("/me/settings", new StringContent("x", Encoding.UTF8, "text/plain"))).ProblemAsync(HttpStatusCode.UnsupportedMediaType, "malformed");
        await (await _alice.PostAsync("/me", null)).ProblemAsync(HttpStatusCode.MethodNotAllowed, "malformed");
        await (await _alice.GetAsync("/nothing/here")).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await _alice.GetAsync("/ws")).ProblemAsync(HttpStatusCode.BadRequest, "malformed");
        await (await _alice.PatchAsync("/me/settings", new StringContent(new string(' ', 70_000), Encoding.UTF8, "application/json")))
            .ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
        foreach (string query in (string[])["limit=0", "limit=101", "limit=x", "before=!"])
        {
            await (await _alice.GetAsync($"/calls?{query}")).ProblemAsync(HttpStatusCode.BadRequest, "malformed");
        }
    }

    [Fact]
    public async Task Who_asks_too_often_waits()
    {
        await using TestServer server = await TestServer.StartAsync(
            data => TestServer.Options(data, http: new HttpOptions { RequestsBurst = 3, RequestsPerSecond = 0.5 }));
        HttpClient alice = await server.PersonAsync("alice");
        HttpClient bob = await server.PersonAsync("bob");
        for (int i = 0; i < 3; i++)
        {
            await alice.GetJsonAsync("/me");
        }

        HttpResponseMessage refused = await alice.GetAsync("/me");
        JsonNode problem = await refused.ProblemAsync(HttpStatusCode.TooManyRequests, "too_many");
        Assert.Equal("2", problem.Text("retry_after"));
        Assert.Equal("2", refused.Headers.RetryAfter?.ToString());
        await bob.GetJsonAsync("/me");
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        await alice.GetJsonAsync("/me");
    }

    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
