using System.Text.Json.Nodes;
using Load.Clients;
using Load.Net;
using Load.Sdp;
using Sfu;

namespace Load.Targets;

/// <summary>This project's server, by its rooms for administrators (docs/protocol.md, "Rooms").</summary>
internal sealed class ServerTarget(ServerApi api, ClientFactory clients) : ITarget
{
    private readonly HashSet<string> _rooms = [];

    /// <inheritdoc/>
    public async Task<LoadClient> JoinAsync(LoadRoom room, string name, ClientShape shape, CancellationToken cancellationToken)
    {
        OfferedSession offer = clients.Offer(shape);
        MediaTime asked = LoadClock.Now;
        lock (_rooms)
        {
            _rooms.Add(room.Id);
        }

        JsonNode answer = (await api.SendAsync(
            HttpMethod.Put,
            $"/admin/rooms/{room.Id}/participants/{name}",
            new JsonObject { ["sdp"] = offer.Text, ["publish"] = shape.Sends },
            null,
            cancellationToken))!;
        return await clients.ConnectAsync(name, room, offer, RemoteSessionReader.Read((string)answer["sdp"]!), asked);
    }

    /// <inheritdoc/>
    public Task<ServerUsage> MeasureAsync(CancellationToken cancellationToken) => api.MeasureAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (string room in _rooms)
        {
            try
            {
                await api.SendAsync(HttpMethod.Delete, $"/admin/rooms/{room}", null, null, CancellationToken.None);
            }
            catch (HttpRequestException)
            {
                // The server has ended: so have its rooms.
            }
        }
    }
}
