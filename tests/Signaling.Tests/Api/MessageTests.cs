using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Signaling.Hosting;
using Signaling.Tests.Support;

namespace Signaling.Tests.Api;

public sealed class MessageTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private HttpClient _alice = null!;
    private HttpClient _bob = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _alice = await _server.PersonAsync("alice");
        _bob = await _server.PersonAsync("bob");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_message_is_stored_listed_for_both_and_told_to_their_devices()
    {
        await using TestClient alice = await _server.ConnectAsync("alice");
        await using TestClient laptop = await _server.ConnectAsync("bob", "laptop-1");
        await using TestClient phone = await _server.ConnectAsync("bob", "phone-001");

        JsonNode sent = await SendAsync(_alice, "bob", "Grüße 👋", "ref-1");
        Assert.Equal(("alice", "bob", "Grüße 👋", "ref-1"), (sent.Text("from"), sent.Text("to"), sent.Text("text"), sent.Text("client_ref")));
        foreach (TestClient device in (TestClient[])[laptop, phone])
        {
            JsonNode told = await device.ExpectAsync("message.new");
            Assert.Equal(sent.Text("id"), told.Text("message.id"));
            Assert.Null(told.Text("message.client_ref"));
        }

        Assert.Equal("ref-1", (await alice.ExpectAsync("message.new")).Text("message.client_ref"));
        Assert.Equal(sent.ToJsonString(), (await _alice.GetJsonAsync("/conversations/bob/messages")).At("messages.0")!.ToJsonString());
        Assert.Equal("Grüße 👋", (await _bob.GetJsonAsync("/conversations/alice/messages")).Text("messages.0.text"));
    }

    [Fact]
    public async Task The_same_reference_again_gives_the_same_message_and_tells_nobody_again()
    {
        JsonNode first = await SendAsync(_alice, "bob", "once", "ref");
        await using TestClient bob = await _server.ConnectAsync("bob");
        JsonNode again = await SendAsync(_alice, "bob", "once", "ref");
        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        Assert.Empty(await bob.DrainAsync());
        Assert.Single((await _bob.GetJsonAsync("/conversations/alice/messages"))["messages"]!.AsArray());

        await (await PostAsync(_alice, "bob", "another text", "ref")).ProblemAsync(HttpStatusCode.Conflict, "conflict");
        await _server.PersonAsync("carol");
        await (await PostAsync(_alice, "carol", "once", "ref")).ProblemAsync(HttpStatusCode.Conflict, "conflict");
        await SendAsync(_bob, "alice", "a reference is its sender's own", "ref");
    }

    [Fact]
    public async Task Many_at_once_with_one_reference_are_one_message()
    {
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync(_alice, "bob", "x", "ref")));
        Assert.Single((await Task.WhenAll(answers.Select(answer => answer.JsonAsync()))).Select(message => message.Text("id")).Distinct());
    }

    [Fact]
    public async Task Pages_go_through_all_messages_newest_first_without_gap_or_repetition()
    {
        for (int i = 0; i < 25; i++)
        {
            await SendAsync(i % 3 == 0 ? _bob : _alice, i % 3 == 0 ? "alice" : "bob", $"{i}", null);
        }

        var texts = new List<string>();
        string? before = null;
        do
        {
            JsonNode page = await _alice.GetJsonAsync($"/conversations/bob/messages?limit=7&before={before}");
            texts.AddRange(page["messages"]!.AsArray().Select(message => message!.Text("text")!));
            before = page.Text("next_before");
            await SendAsync(_alice, "bob", "meanwhile", null);
        }
        while (before is not null);

        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(i => $"{i}"), texts);
    }

    [Fact]
    public async Task Conversations_come_newest_first_with_what_is_unread()
    {
        HttpClient carol = await _server.PersonAsync("carol");
        await SendAsync(_bob, "alice", "one", null);
        await SendAsync(_bob, "alice", "two", null);
        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        await SendAsync(carol, "alice", "three", null);
        async Task<string> OverviewAsync() => string.Join(", ", (await _alice.GetJsonAsync("/conversations"))["conversations"]!.AsArray()
            .Select(one => $"{one!.Text("with.id")} {one!.Text("last_message.text")} {one!.Text("unread")}"));

        Assert.Equal("carol three 1, bob two 2", await OverviewAsync());
        Assert.Equal(HttpStatusCode.NoContent, (await _alice.PostAsync("/conversations/bob/read", null)).StatusCode);
        Assert.Equal("carol three 1, bob two 0", await OverviewAsync());
        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        await SendAsync(_bob, "alice", "four", null);
        Assert.Equal("bob four 1, carol three 1", await OverviewAsync());
        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        await SendAsync(_alice, "carol", "who writes has read", null);
        Assert.Equal("carol who writes has read 0, bob four 1", await OverviewAsync());

        JsonNode first = await _alice.GetJsonAsync("/conversations?limit=1");
        JsonNode second = await _alice.GetJsonAsync($"/conversations?limit=1&before={first.Text("next_before")}");
        Assert.Equal(("carol", "bob"), (first.Text("conversations.0.with.id"), second.Text("conversations.0.with.id")));
        Assert.Null(second.Text("next_before"));
    }

    [Fact]
    public async Task A_block_hides_messages_from_the_one_who_blocks_and_itself_from_the_one_who_is_blocked()
    {
        await SendAsync(_alice, "bob", "before", null);
        await _bob.PutAsync("/me/blocks/alice", null);
        await using TestClient alice = await _server.ConnectAsync("alice");
        await using TestClient bob = await _server.ConnectAsync("bob");

        await SendAsync(_alice, "bob", "into the void", null);
        Assert.Equal("into the void", (await alice.ExpectAsync("message.new")).Text("message.text"));
        Assert.Empty(await bob.DrainAsync());
        Assert.Equal("into the void", (await _alice.GetJsonAsync("/conversations/bob/messages")).Text("messages.0.text"));
        Assert.Equal("into the void", (await _alice.GetJsonAsync("/conversations")).Text("conversations.0.last_message.text"));

        await _bob.DeleteAsync("/me/blocks/alice");
        Assert.Equal("before", (await _bob.GetJsonAsync("/conversations/alice/messages")).Text("messages.0.text"));
        JsonNode overview = (await _bob.GetJsonAsync("/conversations")).At("conversations.0")!;
        Assert.Equal(("before", "1"), (overview.Text("last_message.text"), overview.Text("unread")));
    }

    [Fact]
    public async Task Whom_one_blocks_one_cannot_write_to()
    {
        await _alice.PutAsync("/me/blocks/bob", null);
        await (await PostAsync(_alice, "bob", "hello", null)).ProblemAsync(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task What_cannot_be_sent_is_refused()
    {
        await (await PostAsync(_alice, "nobody", "x", null)).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        foreach ((string to, string text, string? reference) in ((string, string, string?)[])[
            ("alice", "to oneself", null),
            ("bob", "", null),
            ("bob", " \n\t ", null),
            ("bob", "a\0b", null),
            ("bob", "x", ""),
            ("bob", "x", new string('x', 65))])
        {
            await (await PostAsync(_alice, to, text, reference)).ProblemAsync(HttpStatusCode.BadRequest, "malformed");
        }
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_no_text()
    {
        using var body = new StringContent("""{"text":"\ud83d"}""", System.Text.Encoding.UTF8, "application/json");
        await (await _alice.PostAsync("/conversations/bob/messages", body)).ProblemAsync(HttpStatusCode.BadRequest, "malformed");
    }

    [Fact]
    public async Task A_text_has_at_most_4000_characters()
    {
        await SendAsync(_alice, "bob", new string('ß', 4000), null);
        await (await PostAsync(_alice, "bob", new string('x', 4001), null)).ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Fact]
    public async Task A_message_that_was_answered_survives_a_crash()
    {
        JsonNode sent = await SendAsync(_alice, "bob", "durable", null);
        using var copy = new TemporaryDirectory();
        foreach (string file in Directory.GetFiles(_server.Get<ServerOptions>().Data).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal) && !file.EndsWith("lock", StringComparison.Ordinal)))
        {
            await using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await using FileStream target = File.Create(copy.File(Path.GetFileName(file)));
            await source.CopyToAsync(target);
        }

        await using TestServer restarted = await TestServer.StartAsync(data: copy.Path);
        using HttpClient bob = restarted.ClientOf("bob");
        Assert.Equal(sent.Text("id"), (await bob.GetJsonAsync("/conversations/alice/messages")).Text("messages.0.id"));
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient from, string to, string text, string? reference) =>
        from.PostAsJsonAsync($"/conversations/{to}/messages", new { text, client_ref = reference });

    private static async Task<JsonNode> SendAsync(HttpClient from, string to, string text, string? reference)
    {
        HttpResponseMessage response = await PostAsync(from, to, text, reference);
        JsonNode message = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return message;
    }
}
