using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Sfu;
using Sfu.Admission;
using Signaling.Calls;
using Signaling.Hosting;
using Signaling.Policy;
using Signaling.Rooms;
using Signaling.Sessions;
using Signaling.Tokens;
using SessionOptions = Signaling.Sessions.SessionOptions;

namespace Signaling.Tests.Support;

/// <summary>The whole server on a free port, in virtual time, with a scripted media engine.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public const string Secret = "a secret of the tests that is long enough";
    public const string Issuer = "tests";
    public const string Audience = "calls";

    private readonly TemporaryDirectory? _ownDirectory;
    private bool _stopped;

    private TestServer(WebApplication app, FakeTimeProvider clock, TemporaryDirectory? ownDirectory)
    {
        App = app;
        Clock = clock;
        _ownDirectory = ownDirectory;
        Address = new Uri(app.Urls.First());
        Media = (ScriptedMediaServer)app.Services.GetRequiredService<IMediaServer>();
        Http = new HttpClient { BaseAddress = Address };
        Admin = ClientOf("admin", role: "admin");
    }

    public WebApplication App { get; }

    public FakeTimeProvider Clock { get; }

    public Uri Address { get; }

    public ScriptedMediaServer Media { get; }

    /// <summary>Not signed in.</summary>
    public HttpClient Http { get; }

    /// <summary>Signed in as administrator.</summary>
    public HttpClient Admin { get; }

    public static async Task<TestServer> StartAsync(
        Func<string, ServerOptions>? configure = null,
        string? data = null,
        FakeTimeProvider? clock = null,
        Action<IServiceCollection>? replace = null)
    {
        clock ??= new FakeTimeProvider();
        TemporaryDirectory? own = data is null ? new TemporaryDirectory() : null;
        ServerOptions options = (configure ?? (path => Options(path)))(data ?? own!.Path);
        WebApplication app = await ServerHost.BuildAsync(
            options,
            services =>
            {
                services.AddSingleton<IMediaServer>(provider => new ScriptedMediaServer(
                    provider.GetRequiredService<AdmissionTicketSigner>(), clock));
                replace?.Invoke(services);
            },
            clock);
        await app.StartAsync();
        return new TestServer(app, clock, own);
    }

    public static ServerOptions Options(
        string data,
        CallOptions? calls = null,
        SessionOptions? sessions = null,
        PolicyRules? policy = null,
        HttpOptions? http = null,
        string? webRoot = null,
        RoomOptions? rooms = null) => new()
        {
            Data = data,
            Urls = ["http://127.0.0.1:0"],
            WebRoot = webRoot ?? data,
            Calls = calls ?? new CallOptions { AttemptsBurst = 1000, LookupsBurst = 1000 },
            Sessions = sessions ?? new SessionOptions(),
            Policy = policy ?? new PolicyRules(),
            Http = http ?? new HttpOptions { RequestsBurst = 10_000 },
            Rooms = rooms ?? new RoomOptions(),
            Tokens = new TokenOptions { Issuer = Issuer, Audience = Audience, Keys = [new TokenKeyOptions { Secret = Secret }] },
            Log = new LogOptions { Level = LogLevel.Error },
        };

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>A token as the app around the server would issue it.</summary>
    public string Token(string account, TimeSpan? lifetime = null, string? role = null, string secret = Secret, string issuer = Issuer, string audience = Audience)
    {
        DateTime now = Clock.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object> { ["sub"] = account };
        if (role is not null)
        {
            claims["role"] = role;
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Claims = claims,
            Expires = now + (lifetime ?? TimeSpan.FromDays(1)),
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)), "HS256"),
        });
    }

    public HttpClient ClientOf(string account, string? role = null)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(account, TimeSpan.FromDays(3650), role));
        return client;
    }

    /// <summary>Makes an account whose handle is its id, and signs it in over REST.</summary>
    public async Task<HttpClient> PersonAsync(string id, bool premium = true, bool verified = false, params string[] identifiers)
    {
        HttpResponseMessage made = await Admin.PutAsJsonAsync($"/admin/users/{id}", new
        {
            handle = id,
            display_name = $"{id} of the tests",
            premium,
            verified,
            identifiers,
        });
        made.EnsureSuccessStatusCode();
        return ClientOf(id);
    }

    /// <summary>Two people of whom the first may call the second, and the other way round.</summary>
    public async Task<(HttpClient Alice, HttpClient Bob)> FriendsAsync(string alice = "alice", string bob = "bob")
    {
        HttpClient first = await PersonAsync(alice);
        HttpClient second = await PersonAsync(bob);
        await BefriendAsync(first, alice, second, bob);
        return (first, second);
    }

    public static async Task BefriendAsync(HttpClient first, string alice, HttpClient second, string bob)
    {
        (await first.PutAsync($"/me/follows/{bob}", null)).EnsureSuccessStatusCode();
        (await second.PutAsync($"/me/follows/{alice}", null)).EnsureSuccessStatusCode();
        (await first.PostAsJsonAsync($"/conversations/{bob}/messages", new { text = "hello" })).EnsureSuccessStatusCode();
        (await second.PostAsJsonAsync($"/conversations/{alice}/messages", new { text = "hello yourself" })).EnsureSuccessStatusCode();
    }

    /// <summary>Connects a device and starts its session.</summary>
    public async Task<TestClient> ConnectAsync(string account, string device = "device-1")
    {
        TestClient client = await OpenAsync();
        client.Account = account;
        client.Ready = await client.RequestAsync(new JsonObject
        {
            ["type"] = "session.start",
            ["token"] = Token(account),
            ["protocol"] = 1,
            ["device_id"] = device,
        });
        Assert.Equal("session.ready", client.Ready.Text("type"));
        return client;
    }

    /// <summary>Connects without starting a session.</summary>
    public Task<TestClient> OpenAsync() => TestClient.OpenAsync(new Uri($"ws://{Address.Authority}/ws"));

    /// <summary>Waits until the server has so many sessions of an account; the calls know of those that went.</summary>
    public async Task SessionsAsync(string account, int count)
    {
        SessionRegistry registry = Get<SessionRegistry>();
        var patience = Stopwatch.StartNew();
        while (registry.OfAccount(account).Count != count)
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(20), $"{account} has {registry.OfAccount(account).Count} sessions.");
            await Task.Yield();
        }
    }

    public async Task StopAsync()
    {
        if (!_stopped)
        {
            _stopped = true;
            await App.StopAsync();
            await App.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Http.Dispose();
        Admin.Dispose();
        _ownDirectory?.Dispose();
    }
}
