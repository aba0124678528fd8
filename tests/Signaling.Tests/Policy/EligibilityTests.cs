using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Signaling.Policy;
using Signaling.Tests.Support;

namespace Signaling.Tests.Policy;

/// <summary>The facts as they really come: each row of the policy's table with stored accounts.</summary>
public sealed class EligibilityTests
{
    [Fact]
    public async Task Each_row_of_the_table_is_answered_for_real_accounts()
    {
        await using TestServer server = await TestServer.StartAsync();
        (HttpClient alice, HttpClient bob) = await server.FriendsAsync();
        async Task<string?> VerdictAsync(string to = "bob") => (await alice.GetJsonAsync($"/users/{to}/call-eligibility")).Text("verdict");

        Assert.Equal("allowed", await VerdictAsync());
        Assert.Equal("self_call", await VerdictAsync("alice"));

        await server.Admin.PatchAsJsonAsync("/admin/users/alice", new { premium = false });
        Assert.Equal("premium_required", await VerdictAsync());
        await server.Admin.PatchAsJsonAsync("/admin/users/alice", new { premium = true });

        await alice.PatchAsJsonAsync("/me/settings", new { calls_enabled = false });
        Assert.Equal("calling_disabled", await VerdictAsync());
        await alice.PatchAsJsonAsync("/me/settings", new { calls_enabled = true });

        Assert.Equal("unavailable", await VerdictAsync("nobody"));
        await bob.PutAsync("/me/blocks/alice", null);
        Assert.Equal("unavailable", await VerdictAsync());
        await bob.DeleteAsync("/me/blocks/alice");

        await bob.PatchAsJsonAsync("/me/settings", new { calls_enabled = false });
        Assert.Equal("not_allowed", await VerdictAsync());
        await bob.PatchAsJsonAsync("/me/settings", new { calls_enabled = true });

        await bob.DeleteAsync("/me/follows/alice");
        Assert.Equal("not_allowed", await VerdictAsync());

        await server.PersonAsync("silent");
        await server.ClientOf("silent").PutAsync("/me/follows/alice", null);
        Assert.Equal("message_required", await VerdictAsync("silent"));
        await alice.PostAsJsonAsync("/conversations/silent/messages", new { text = "my own message does not count" });
        Assert.Equal("message_required", await VerdictAsync("silent"));

        await server.Admin.PatchAsJsonAsync("/admin/users/alice", new { suspended = true });
        Assert.Equal("caller_suspended", await VerdictAsync());
    }

    [Fact]
    public async Task The_address_book_admits_while_the_permission_lasts_and_the_number_is_in_it()
    {
        await using TestServer server = await TestServer.StartAsync();
        HttpClient alice = await server.PersonAsync("alice", true, false, "+49 30 123456", "alice@example.org");
        HttpClient bob = await server.PersonAsync("bob");
        await bob.PostAsJsonAsync("/conversations/alice/messages", new { text = "hello" });
        async Task<string?> VerdictAsync() => (await alice.GetJsonAsync("/users/bob/call-eligibility")).Text("verdict");
        Assert.Equal("not_allowed", await VerdictAsync());

        await bob.PutAsJsonAsync("/me/address-book", new { entries = (string[])["0049 (30) 12 34-56", "x@example.org"] });
        Assert.Equal("allowed", await VerdictAsync());

        await bob.PutAsJsonAsync("/me/address-book", new { entries = (string[])["ALICE@Example.org"] });
        Assert.Equal("allowed", await VerdictAsync());

        await bob.PatchAsJsonAsync("/me/settings", new { audience = new { contacts = false } });
        Assert.Equal("not_allowed", await VerdictAsync());
        await bob.PatchAsJsonAsync("/me/settings", new { audience = new { contacts = true } });

        await bob.DeleteAsync("/me/address-book");
        Assert.Equal("not_allowed", await VerdictAsync());
    }

    [Fact]
    public async Task The_callee_sees_which_audience_admitted_the_caller()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.PersonAsync("alice", premium: true, verified: true, "alice@example.org");
        HttpClient bob = await server.PersonAsync("bob");
        await bob.PostAsJsonAsync("/conversations/alice/messages", new { text = "hello" });
        await bob.PutAsync("/me/follows/alice", null);
        await bob.PutAsJsonAsync("/me/address-book", new { entries = (string[])["alice@example.org"] });
        await using TestClient alice = await server.ConnectAsync("alice");
        await using TestClient bobs = await server.ConnectAsync("bob");

        foreach (string audience in (string[])["follows", "contacts", "verified", "everyone"])
        {
            var only = new JsonObject { ["follows"] = false, ["contacts"] = false, ["verified"] = false, ["everyone"] = false };
            only[audience] = true;
            await bob.PatchAsJsonAsync("/me/settings", new JsonObject { ["audience"] = only });
            JsonNode created = await alice.RequestAsync("call.invite", ("to", "bob"), ("media", "audio"), ("client_ref", audience));

            Assert.Null(created.Text("call.why"));
            Assert.Equal(audience, (await bobs.ExpectAsync("call.incoming")).Text("call.why"));
            await alice.RequestAsync("call.hangup", ("call_id", created.Text("call.id")));
        }
    }

    [Theory]
    [InlineData(nameof(PriorMessageRule.All), "message_required", "message_required")]
    [InlineData(nameof(PriorMessageRule.Unregistered), "message_required", "allowed")]
    [InlineData(nameof(PriorMessageRule.Off), "allowed", "allowed")]
    public async Task The_operator_decides_who_needs_a_message_first(string rule, string stranger, string registered)
    {
        var rules = new PolicyRules { PriorMessage = Enum.Parse<PriorMessageRule>(rule) };
        await using TestServer server = await TestServer.StartAsync(data => TestServer.Options(data, policy: rules));
        HttpClient alice = await server.PersonAsync("alice", true, false, "alice@example.org");
        HttpClient bob = await server.PersonAsync("bob");
        await bob.PutAsync("/me/follows/alice", null);

        Assert.Equal(stranger, (await alice.GetJsonAsync("/users/bob/call-eligibility")).Text("verdict"));
        await bob.PutAsJsonAsync("/me/address-book", new { entries = (string[])["alice@example.org"] });
        Assert.Equal(registered, (await alice.GetJsonAsync("/users/bob/call-eligibility")).Text("verdict"));
    }

    [Fact]
    public async Task The_operator_can_let_everyone_place_calls()
    {
        await using TestServer server = await TestServer.StartAsync(
            data => TestServer.Options(data, policy: new PolicyRules { Place = PlaceRule.Everyone }));
        (HttpClient alice, _) = await server.FriendsAsync();
        await server.Admin.PatchAsJsonAsync("/admin/users/alice", new { premium = false });

        Assert.True((await alice.GetJsonAsync("/users/bob/call-eligibility")).Flag("eligible"));
    }
}
