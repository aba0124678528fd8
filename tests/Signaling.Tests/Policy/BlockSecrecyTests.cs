using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Signaling.Calls;
using Signaling.Storage;
using Signaling.Tests.Support;

namespace Signaling.Tests.Policy;

/// <summary>
/// Whether one is blocked, or the other is unknown, suspended or gone, cannot be told apart: the same answer, by the same
/// statements, at the same price.
/// </summary>
public sealed class BlockSecrecyTests : IAsyncLifetime
{
    private static readonly string[] OutOfReach = ["nobody", "suspended", "deleted", "blocker", "blocked", "not an id / at all"];

    private RecordingDatabase _database = null!;
    private TestServer _server = null!;
    private HttpClient _caller = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync(
            data => TestServer.Options(data, new CallOptions { AttemptsBurst = 5, LookupsBurst = 5, AttemptsPerMinute = 6, LookupsPerMinute = 6 }),
            replace: services =>
            {
                ServiceDescriptor original = services.Last(service => service.ServiceType == typeof(IDatabase));
                services.AddSingleton<IDatabase>(provider =>
                    _database = new RecordingDatabase((IDatabase)original.ImplementationFactory!(provider)));
            });
        _caller = await _server.PersonAsync("caller");
        foreach (string id in (string[])["suspended", "deleted", "blocker", "blocked"])
        {
            // Without the suspension, deletion or block each of them could be called.
            HttpClient other = await _server.PersonAsync(id);
            await TestServer.BefriendAsync(_caller, "caller", other, id);
        }

        await _server.Admin.PatchAsJsonAsync("/admin/users/suspended", new { suspended = true });
        await _server.Admin.DeleteAsync("/admin/users/deleted");
        await _server.ClientOf("blocker").PutAsync("/me/blocks/caller", null);
        await _caller.PutAsync("/me/blocks/blocked", null);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Eligibility_gives_the_same_answer_by_the_same_statements()
    {
        string? answer = null;
        string? statements = null;
        foreach (string id in OutOfReach)
        {
            _database.Take();
            HttpResponseMessage response = await _caller.GetAsync($"/users/{Uri.EscapeDataString(id)}/call-eligibility");
            string body = await response.Content.ReadAsStringAsync();
            string executed = string.Join("\n", _database.Take());

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(answer ??= body, body);
            Assert.Equal(statements ??= executed, executed);
            _server.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal("""{"eligible":false,"verdict":"unavailable"}""", answer);
    }

    [Fact]
    public async Task An_invitation_gives_the_same_answer_by_the_same_statements()
    {
        await using TestClient caller = await _server.ConnectAsync("caller");
        string? answer = null;
        string? statements = null;
        int reference = 0;
        foreach (string id in OutOfReach)
        {
            _database.Take();
            JsonNode refusal = await caller.RequestAsync("call.invite", ("to", id), ("media", "audio"), ("client_ref", $"{++reference}"));
            string executed = string.Join("\n", _database.Take());
            refusal.AsObject().Remove("request_id");

            Assert.Equal(answer ??= refusal.ToJsonString(), refusal.ToJsonString());
            Assert.Equal(statements ??= executed, executed);
            _server.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Contains("unavailable", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("blocker")]
    [InlineData("blocked")]
    [InlineData("suspended")]
    public async Task Each_attempt_costs_the_same(string id)
    {
        await using TestClient caller = await _server.ConnectAsync("caller");
        for (int i = 0; i < 5; i++)
        {
            JsonNode refusal = await caller.RequestAsync("call.invite", ("to", id), ("media", "audio"), ("client_ref", $"{i}"));
            Assert.Equal("unavailable", refusal.Text("code"));
        }

        JsonNode limited = await caller.RequestAsync("call.invite", ("to", id), ("media", "audio"), ("client_ref", "last"));
        Assert.Equal("rate_limited", limited.Text("code"));
        Assert.Equal("10", limited.Text("retry_after"));

        JsonNode preview = await _caller.GetJsonAsync($"/users/{id}/call-eligibility");
        Assert.Equal("rate_limited", preview.Text("verdict"));
        Assert.Equal("10", preview.Text("retry_after"));
    }

    [Fact]
    public async Task Questions_have_a_limit_of_their_own_whoever_is_asked_about()
    {
        for (int i = 0; i < 5; i++)
        {
            await _caller.GetJsonAsync($"/users/{OutOfReach[i]}/call-eligibility");
        }

        HttpResponseMessage refused = await _caller.GetAsync("/users/blocker/call-eligibility");
        await refused.ProblemAsync(HttpStatusCode.TooManyRequests, "too_many");
        Assert.Equal("10", refused.Headers.RetryAfter?.ToString());

        await using TestClient caller = await _server.ConnectAsync("caller");
        JsonNode attempt = await caller.RequestAsync("call.invite", ("to", "nobody"), ("media", "audio"), ("client_ref", "1"));
        Assert.Equal("unavailable", attempt.Text("code"));
    }
}
