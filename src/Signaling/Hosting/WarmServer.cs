using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Signaling.Tokens;

namespace Signaling.Hosting;

/// <summary>
/// Lets some requests pass through the whole server in memory before the port opens: the first people would otherwise wait for routes, storage, tokens and JSON
/// to be set up. The requests change nothing, and what they are answered is nobody's business.
/// </summary>
internal sealed class WarmServer(IServer server, IServiceProvider services, ILogger<WarmServer> logger) : IServer
{
    private const string Nobody = "warm-up";

    // Well-formed, but signed by nobody: all of the check but its happy end.
    private const string WrongToken =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ3YXJtLXVwIiwiZXhwIjo0MTAyNDQ0ODAwfQ.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static readonly string[] Questions =
        ["/health", "/health/ready", "/me", "/users?query=a", "/conversations", "/calls", "/admin/users", "/admin/calls", "/metrics"];

    private const string WebSocketPath = "/ws";

    // Is refused for the token.
    private const string SessionStart =
        $$"""{"type":"session.start","request_id":"1","token":"{{WrongToken}}","device_id":"warm-up-device","protocol":1}""";

    // Is refused: rooms are off, or this is no SDP.
    private const string Room = "/admin/rooms/warm-up/participants/warm-up";
    private const string Offer = """{"sdp":"v=0"}""";

    /// <inheritdoc/>
    public IFeatureCollection Features => server.Features;

    /// <summary>Has the server that is registered start warm.</summary>
    public static void Register(IServiceCollection services)
    {
        ServiceDescriptor cold = services.Last(service => service.ServiceType == typeof(IServer));
        services.Remove(cold);
        services.AddSingleton<IServer>(provider => ActivatorUtilities.CreateInstance<WarmServer>(
            provider, cold.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, cold.ImplementationType!)));
    }

    /// <inheritdoc/>
    public async Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        await AskAsync(application, HttpMethods.Get, "/me", null, WrongToken);
        await AskAsync(application, HttpMethods.Put, Room, Offer, null);
        foreach (string path in Questions)
        {
            await AskAsync(application, HttpMethods.Get, path, null, null);
        }

        await AskAsync(application, HttpMethods.Get, WebSocketPath, null, null, new WarmWebSocket([SessionStart]));
        await StartSessionAsync();
        await server.StartAsync(application, cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => server.Dispose();

    // With a token it is checked; without one it passes as an administrator's who has no account.
    private async Task AskAsync<TContext>(IHttpApplication<TContext> application, string method, string target, string? body, string? token, IHttpWebSocketFeature? socket = null)
        where TContext : notnull
    {
        using var answer = new MemoryStream();
        string[] parts = target.Split('?');
        var request = new HttpRequestFeature
        {
            Method = method,
            Path = parts[0],
            QueryString = parts.Length > 1 ? $"?{parts[1]}" : string.Empty,
            Protocol = "HTTP/1.1",
            Scheme = "http",
            Body = new MemoryStream(Encoding.UTF8.GetBytes(body ?? string.Empty)),
        };
        request.Headers.Host = "localhost";
        request.Headers.Authorization = token is null ? default : $"Bearer {token}";
        var features = new FeatureCollection();
        if (body is not null)
        {
            request.Headers.ContentType = "application/json";
            request.Headers.ContentLength = request.Body.Length;
            features.Set<IHttpRequestBodyDetectionFeature>(new BodyIsThere());
        }

        if (socket is not null)
        {
            features.Set(socket);
        }

        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        features.Set<IHttpAuthenticationFeature>(token is null ? new HttpAuthenticationFeature { User = Administrator() } : new HttpAuthenticationFeature());
        TContext context = application.CreateContext(features);
        try
        {
            await application.ProcessRequestAsync(context);
            application.DisposeContext(context, null);
        }
#pragma warning disable CA1031 // A request that fails here would fail for people too, and be told to them.
        catch (Exception error)
#pragma warning restore CA1031
        {
            HostingLog.WarmUpFailed(logger, target, error);
            application.DisposeContext(context, error);
        }
    }

    private async Task StartSessionAsync()
    {
        try
        {
            await ActivatorUtilities.CreateInstance<WarmSession>(services).RunAsync();
        }
#pragma warning disable CA1031 // As above.
        catch (Exception error)
#pragma warning restore CA1031
        {
            HostingLog.WarmUpFailed(logger, WebSocketPath, error);
        }
    }

    private static ClaimsPrincipal Administrator() => new(new ClaimsIdentity(
        [new Claim(BearerAuthentication.AccountClaim, Nobody), new Claim(ClaimTypes.Role, BearerAuthentication.AdminRole)],
        BearerAuthentication.SchemeName,
        BearerAuthentication.AccountClaim,
        ClaimTypes.Role));

    private sealed class BodyIsThere : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }
}
