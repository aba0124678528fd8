using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Load.Clients;
using Load.Net;
using Load.Options;
using Load.Sdp;
using Sfu;

namespace Load.Targets;

/// <summary>This project's server, by its rooms for administrators (docs/protocol.md, "Rooms").</summary>
internal sealed class ServerTarget : ITarget
{
    private readonly ClientFactory _clients;
    private readonly HttpClient _http;
    private readonly HashSet<string> _rooms = [];
    private readonly int? _process;

    private ServerTarget(ClientFactory clients, HttpClient http, int? process)
    {
        _clients = clients;
        _http = http;
        _process = process;
    }

    /// <summary>Signs in.</summary>
    /// <exception cref="LoadException">The server does not answer, or refuses.</exception>
    public static async Task<ServerTarget> OpenAsync(LoadOptions options, ClientFactory clients, CancellationToken cancellationToken)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 32 }) { BaseAddress = options.Server };
        try
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(options, http, cancellationToken));
            JsonNode report = (await http.GetFromJsonAsync<JsonNode>("/admin/process", cancellationToken))!;
            return new ServerTarget(clients, http, options.ServerProcess ?? (options.Server.IsLoopback ? (int)report["process_id"]! : null));
        }
        catch (HttpRequestException error)
        {
            http.Dispose();
            throw new LoadException($"The server at {options.Server} cannot be used: {error.Message}");
        }
    }

    /// <inheritdoc/>
    public async Task<LoadClient> JoinAsync(LoadRoom room, string name, ClientShape shape, CancellationToken cancellationToken)
    {
        OfferedSession offer = _clients.Offer(shape);
        MediaTime asked = LoadClock.Now;
        lock (_rooms)
        {
            _rooms.Add(room.Id);
        }

        using HttpResponseMessage response = await _http.PutAsJsonAsync(
            $"/admin/rooms/{room.Id}/participants/{name}", new JsonObject { ["sdp"] = offer.Text, ["publish"] = shape.Sends }, cancellationToken);
        JsonNode answer = (await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
        if (!response.IsSuccessStatusCode)
        {
            throw new LoadException($"The server refused {name}: {answer["title"]} ({answer["code"]})");
        }

        return await _clients.ConnectAsync(name, room, offer, RemoteSessionReader.Read((string)answer["sdp"]!), asked);
    }

    /// <inheritdoc/>
    public async Task<ServerUsage> MeasureAsync(CancellationToken cancellationToken)
    {
        JsonNode report = (await _http.GetFromJsonAsync<JsonNode>("/admin/process", cancellationToken))!;
        ServerUsage usage = _process is { } process
            ? ProcessUsage.Read(process)
            : new ServerUsage((double)report["cpu_user_seconds"]!, (double)report["cpu_system_seconds"]!, null, (long)report["resident_bytes"]!);
        return usage with
        {
            AllocatedBytes = (long)report["allocated_bytes"]!,
            Collections = (int)report["collections"]![0]!,
            PauseSeconds = (double)report["pause_seconds"]!,
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (string room in _rooms)
        {
            try
            {
                using HttpResponseMessage response = await _http.DeleteAsync($"/admin/rooms/{room}");
            }
            catch (HttpRequestException)
            {
                // The server has ended: so have its rooms.
            }
        }

        _http.Dispose();
    }

    private static async Task<string> TokenAsync(LoadOptions options, HttpClient http, CancellationToken cancellationToken)
    {
        if (options.Token is not null)
        {
            return options.Token;
        }

        if (options.TokenKey is not null)
        {
            return AdminToken.Sign(await File.ReadAllBytesAsync(options.TokenKey, cancellationToken));
        }

        using HttpResponseMessage response = await http.PostAsJsonAsync("/demo/sign-in", new JsonObject { ["user_id"] = "operator" }, cancellationToken);
        return response.IsSuccessStatusCode
            ? (string)(await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!["token"]!
            : throw new LoadException("The server is no demo: pass --token-key (tokens.key in its data directory) or --token.");
    }
}
