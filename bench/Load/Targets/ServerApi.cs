using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Load.Options;

namespace Load.Targets;

/// <summary>This project's server over REST, as its administrator and as people who have accounts (docs/protocol.md).</summary>
internal sealed class ServerApi : IDisposable
{
    private readonly HttpClient _http;
    private readonly byte[]? _key;
    private readonly string _admin;
    private readonly int? _process;

    private ServerApi(HttpClient http, byte[]? key, string admin, int? process)
    {
        _http = http;
        _key = key;
        _admin = admin;
        _process = process;
    }

    /// <summary>Where it is.</summary>
    public Uri Address => _http.BaseAddress!;

    /// <summary>Signs in as administrator.</summary>
    /// <exception cref="LoadException">The server does not answer, or refuses.</exception>
    public static async Task<ServerApi> OpenAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 32 }) { BaseAddress = options.Server };
        try
        {
            byte[]? key = options.TokenKey is null ? null : await File.ReadAllBytesAsync(options.TokenKey, cancellationToken);
            string admin = options.Token
                ?? (key is null ? await DemoTokenAsync(http, cancellationToken) : AccountToken.Sign(key, "load", isAdmin: true));
            var api = new ServerApi(http, key, admin, options.ServerProcess);
            int process = (int)(await api.SendAsync(HttpMethod.Get, "/admin/process", null, null, cancellationToken))!["process_id"]!;
            return new ServerApi(http, key, admin, options.ServerProcess ?? (options.Server.IsLoopback ? process : null));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            http.Dispose();
            throw new LoadException($"The server at {options.Server} cannot be used: {error.Message}");
        }
    }

    /// <summary>Sends a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path.</param>
    /// <param name="body">JSON, or null.</param>
    /// <param name="token">Whose request it is; null is the administrator's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer; null where it has no body.</returns>
    /// <exception cref="LoadException">The server refused.</exception>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonObject? body, string? token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? _admin);
        using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        JsonNode? answer = text.Length == 0 ? null : JsonNode.Parse(text);
        return response.IsSuccessStatusCode
            ? answer
            : throw new LoadException($"The server refused {method} {path}: {answer?["title"]} ({answer?["code"]})");
    }

    /// <summary>Makes an account.</summary>
    /// <returns>Its token.</returns>
    /// <exception cref="LoadException">The server refused, or there is no key to sign tokens with.</exception>
    public async Task<string> MakeAccountAsync(string id, bool premium, CancellationToken cancellationToken)
    {
        byte[] key = _key ?? throw new LoadException("Accounts need --token-key (tokens.key in the server's data directory).");

        // Handles are shorter than ids, and unique; the end of the id differs most.
        string handle = id.Replace('-', '_');
        var account = new JsonObject { ["handle"] = handle[^Math.Min(32, handle.Length)..], ["display_name"] = id[..Math.Min(64, id.Length)], ["premium"] = premium };
        await SendAsync(HttpMethod.Put, $"/admin/users/{id}", account, null, cancellationToken);
        return AccountToken.Sign(key, id, isAdmin: false);
    }

    /// <summary>What the server has used so far, and what it dropped.</summary>
    public async Task<ServerUsage> MeasureAsync(CancellationToken cancellationToken)
    {
        JsonNode report = (await SendAsync(HttpMethod.Get, "/admin/process", null, null, cancellationToken))!;
        JsonNode media = (await SendAsync(HttpMethod.Get, "/admin/media", null, null, cancellationToken))!;
        ServerUsage usage = _process is { } process
            ? ProcessUsage.Read(process)
            : new ServerUsage((double)report["cpu_user_seconds"]!, (double)report["cpu_system_seconds"]!, [], (long)report["resident_bytes"]!);
        return usage with
        {
            AllocatedBytes = (long)report["allocated_bytes"]!,
            Collections = [.. report["collections"]!.AsArray().Select(count => (int)count!)],
            PauseSeconds = (double)report["pause_seconds"]!,
            Drops = media["workers"]!.AsArray()
                .SelectMany(worker => worker!["drops"]?.AsObject() ?? [])
                .GroupBy(drop => drop.Key)
                .ToDictionary(reason => reason.Key, reason => reason.Sum(drop => (long)drop.Value!)),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static async Task<string> DemoTokenAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await http.PostAsJsonAsync("/demo/sign-in", new JsonObject { ["user_id"] = "operator" }, cancellationToken);
        return response.IsSuccessStatusCode
            ? (string)(await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!["token"]!
            : throw new LoadException("The server is no demo: pass --token-key (tokens.key in its data directory) or --token.");
    }
}
