using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EndToEnd.Tests.Media;

namespace EndToEnd.Tests.Server;

/// <summary>Who plays the caller and the callee: two demo accounts, brought into the relation that the policy asks for.</summary>
/// <param name="Caller">Premium.</param>
/// <param name="Callee">Premium too.</param>
/// <param name="Third">Anybody else.</param>
/// <param name="NotPremium">May be called, but not call.</param>
public sealed record DemoPeople(DemoAccount Caller, DemoAccount Callee, DemoAccount Third, DemoAccount NotPremium)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Chooses the people and lets everybody follow, and write to, everybody.</summary>
    public static async Task<DemoPeople> IntroduceAsync(ServerOptions server)
    {
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        var accounts = (await http.GetFromJsonAsync<UserList>("/demo/users", Json))!.Users;
        var premium = accounts.Where(account => account.Premium).ToArray();
        Assert.True(premium.Length >= 2, "The demo needs two premium accounts at least: two who can call each other.");
        var people = new DemoPeople(premium[0], premium[1], accounts.Except(premium[..2]).First(), accounts.Last(account => !account.Premium));
        foreach (var (one, other) in people.Pairs())
        {
            await WelcomeAsync(http, one, other);
        }

        return people;
    }

    public DemoAccount For(Person person) => person == Person.Caller ? Caller : Callee;

    private IEnumerable<DemoAccount> All => new[] { Caller, Callee, Third, NotPremium }.Distinct();

    private IEnumerable<(DemoAccount One, DemoAccount Other)> Pairs() =>
        from one in All
        from other in All
        where one != other
        select (one, other);

    /// <summary>What lets the other call this one: a message and a follow.</summary>
    private static async Task WelcomeAsync(HttpClient http, DemoAccount one, DemoAccount other)
    {
        var signIn = await (await http.PostAsJsonAsync("/demo/sign-in", new { user_id = one.Id })).Content.ReadFromJsonAsync<JsonElement>();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", signIn.GetProperty("token").GetString());
        (await http.PutAsync(new Uri($"/me/follows/{other.Id}", UriKind.Relative), null)).EnsureSuccessStatusCode();
        (await http.PostAsJsonAsync($"/conversations/{other.Id}/messages", new { text = "Call me when you like." })).EnsureSuccessStatusCode();
        http.DefaultRequestHeaders.Authorization = null;
    }

    private sealed record UserList(DemoAccount[] Users);
}
