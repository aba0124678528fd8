using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Load.Clients;
using Load.Options;
using Load.Sdp;

namespace Load.Targets;

/// <summary>
/// This project's server as people use it: two accounts for each call, one premium, the other calls nobody but has written to the first; sessions over WebSocket,
/// invitation, policy, two offers, accept. The first publisher of a room calls the second. Set-up is timed from the invitation, for both.
/// </summary>
internal sealed class CallsTarget(ServerApi api, ClientFactory clients, LoadOptions options) : ITarget
{
    private const string Caller = "p0";

    private readonly ConcurrentDictionary<string, PairedCall> _calls = new();

    /// <inheritdoc/>
    public async Task<LoadClient> JoinAsync(LoadRoom room, string name, ClientShape shape, CancellationToken cancellationToken)
    {
        if (options.Publishers != 2 || options.Subscribers != 0)
        {
            throw new LoadException("A call has two parties: use --publishers 2 --subscribers 0.");
        }

        PairedCall call = _calls.GetOrAdd(room.Id, id => new PairedCall(id, api, options.Video));
        Task<string> ringing = name == Caller ? call.InviteAsync(cancellationToken) : call.RingAsync(cancellationToken);
        string id = await ringing;
        SignalingClient own = name == Caller ? call.Caller : call.Callee;
        OfferedSession offer = clients.Offer(shape);
        JsonObject answer = await own.RequestAsync("media.offer", new JsonObject { ["call_id"] = id, ["sdp"] = offer.Text }, cancellationToken);
        LoadClient client = await clients.ConnectAsync(name, room, offer, RemoteSessionReader.Read((string)answer["sdp"]!), call.Invited);
        if (name != Caller)
        {
            await own.RequestAsync("call.accept", new JsonObject { ["call_id"] = id, ["media"] = call.Media }, cancellationToken);
        }

        return client;
    }

    /// <inheritdoc/>
    public Task<ServerUsage> MeasureAsync(CancellationToken cancellationToken) => api.MeasureAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (PairedCall call in _calls.Values)
        {
            await call.DisposeAsync();
        }
    }
}
