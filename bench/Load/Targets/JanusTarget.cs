using System.Text.Json.Nodes;
using Load.Clients;
using Load.Net;
using Load.Options;
using Load.Sdp;
using Sfu;

namespace Load.Targets;

/// <summary>Janus with its videoroom: publishers offer, subscribers are offered one connection with everything that the publishers of the room send.</summary>
internal sealed class JanusTarget : ITarget
{
    private readonly LoadOptions _options;
    private readonly ClientFactory _clients;
    private readonly JanusApi _api;
    private readonly int _process;
    private readonly Dictionary<string, JanusRoom> _rooms = [];
    private readonly SemaphoreSlim _creating = new(1);

    private JanusTarget(LoadOptions options, ClientFactory clients, JanusApi api, int process)
    {
        _options = options;
        _clients = clients;
        _api = api;
        _process = process;
    }

    /// <summary>Opens a session.</summary>
    /// <exception cref="LoadException">Janus does not answer.</exception>
    public static async Task<JanusTarget> OpenAsync(LoadOptions options, ClientFactory clients, CancellationToken cancellationToken) => new(
        options,
        clients,
        await JanusApi.OpenAsync(options.Server, cancellationToken),
        options.ServerProcess ?? throw new LoadException("Janus does not say its own process: pass --server-pid."));

    /// <inheritdoc/>
    public async Task<LoadClient> JoinAsync(LoadRoom room, string name, ClientShape shape, CancellationToken cancellationToken)
    {
        if (shape.Sends && shape.Slots > 0)
        {
            throw new LoadException("In Janus's videoroom a connection either publishes or subscribes: use --publishers 1.");
        }

        JanusRoom at = await RoomAsync(room, cancellationToken);
        MediaTime asked = LoadClock.Now;
        string handle = await _api.AttachAsync(cancellationToken);
        return shape.Sends
            ? await PublishAsync(room, at, handle, name, shape, asked, cancellationToken)
            : await SubscribeAsync(room, at, handle, name, shape, asked, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ServerUsage> MeasureAsync(CancellationToken cancellationToken) => Task.FromResult(ProcessUsage.Read(_process));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        _creating.Dispose();
    }

    private async Task<LoadClient> PublishAsync(
        LoadRoom room, JanusRoom at, string handle, string name, ClientShape shape, MediaTime asked, CancellationToken cancellationToken)
    {
        OfferedSession offer = _clients.Offer(shape);
        JsonNode joined = await _api.SendAsync(
            handle,
            new JsonObject { ["request"] = "joinandconfigure", ["ptype"] = "publisher", ["room"] = at.Number, ["display"] = name },
            new JsonObject { ["type"] = "offer", ["sdp"] = offer.Text },
            cancellationToken);
        lock (at)
        {
            at.Feeds.Add((long)joined["plugindata"]!["data"]!["id"]!);
        }

        return await _clients.ConnectAsync(name, room, offer, RemoteSessionReader.Read((string)joined["jsep"]!["sdp"]!), asked);
    }

    private async Task<LoadClient> SubscribeAsync(
        LoadRoom room, JanusRoom at, string handle, string name, ClientShape shape, MediaTime asked, CancellationToken cancellationToken)
    {
        // Credentials alone: it is Janus that offers.
        OfferedSession own = _clients.Offer(shape);
        JsonNode attached = await _api.SendAsync(
            handle,
            new JsonObject
            {
                ["request"] = "join",
                ["ptype"] = "subscriber",
                ["room"] = at.Number,
                ["streams"] = new JsonArray([.. at.Feeds.Select(feed => new JsonObject { ["feed"] = feed })]),
            },
            null,
            cancellationToken);
        string sdp = (string)attached["jsep"]!["sdp"]!;
        string answer = AnswerWriter.Write(sdp, own.Credentials, _clients.Identity.Fingerprint);
        await _api.SendAsync(
            handle,
            new JsonObject { ["request"] = "start", ["room"] = at.Number },
            new JsonObject { ["type"] = "answer", ["sdp"] = answer },
            cancellationToken);
        return await _clients.ConnectAsync(name, room, own, RemoteSessionReader.Read(sdp), asked);
    }

    private async Task<JanusRoom> RoomAsync(LoadRoom room, CancellationToken cancellationToken)
    {
        await _creating.WaitAsync(cancellationToken);
        try
        {
            if (!_rooms.TryGetValue(room.Id, out JanusRoom? at))
            {
                at = new JanusRoom(Random.Shared.Next(1, int.MaxValue));
                string handle = await _api.AttachAsync(cancellationToken);
                await _api.SendAsync(
                    handle,
                    new JsonObject
                    {
                        ["request"] = "create",
                        ["room"] = at.Number,
                        ["publishers"] = _options.Publishers,
                        ["bitrate"] = 0,
                        ["audiocodec"] = "opus",
                        ["videocodec"] = _options.Codec.ToString().ToLowerInvariant(),
                        ["notify_joining"] = false,
                    },
                    null,
                    cancellationToken);
                _rooms.Add(room.Id, at);
            }

            return at;
        }
        finally
        {
            _creating.Release();
        }
    }

    private sealed record JanusRoom(int Number)
    {
        /// <summary>Who publishes.</summary>
        public List<long> Feeds { get; } = [];
    }
}
