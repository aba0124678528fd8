using System.Text.Json.Nodes;
using Load.Net;
using Sfu;

namespace Load.Targets;

/// <summary>Two accounts and the call between them.</summary>
/// <param name="id">Unique; the accounts' ids begin so.</param>
/// <param name="api">Makes the accounts.</param>
/// <param name="video">Whether it is a video call.</param>
internal sealed class PairedCall(string id, ServerApi api, bool video) : IAsyncDisposable
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SignalingClient? _caller;
    private SignalingClient? _callee;

    /// <summary><c>audio</c> or <c>video</c>.</summary>
    public string Media => video ? "video" : "audio";

    /// <summary>When the invitation left.</summary>
    public MediaTime Invited { get; private set; }

    /// <summary>The session of the one who calls.</summary>
    public SignalingClient Caller => _caller!;

    /// <summary>The session of the one who is called.</summary>
    public SignalingClient Callee => _callee!;

    private string CallerId => $"{id}-caller";

    private string CalleeId => $"{id}-callee";

    /// <summary>The caller signs in, and calls as soon as the callee is there.</summary>
    /// <returns>The call's id.</returns>
    public async Task<string> InviteAsync(CancellationToken cancellationToken)
    {
        await _ready.Task.WaitAsync(cancellationToken);
        Invited = LoadClock.Now;
        JsonObject created = await Caller.RequestAsync(
            "call.invite", new JsonObject { ["to"] = CalleeId, ["media"] = Media, ["client_ref"] = id }, cancellationToken);
        return (string)created["call"]!["id"]!;
    }

    /// <summary>Both get their accounts and sign in, the callee writes to the caller and admits everybody; then it waits until it rings.</summary>
    /// <returns>The call's id.</returns>
    public async Task<string> RingAsync(CancellationToken cancellationToken)
    {
        try
        {
            string caller = await api.MakeAccountAsync(CallerId, premium: true, cancellationToken);
            string callee = await api.MakeAccountAsync(CalleeId, premium: false, cancellationToken);
            var settings = new JsonObject { ["audience"] = new JsonObject { ["everyone"] = true } };
            await api.SendAsync(HttpMethod.Patch, "/me/settings", settings, callee, cancellationToken);
            await api.SendAsync(HttpMethod.Post, $"/conversations/{CallerId}/messages", new JsonObject { ["text"] = "Call me." }, callee, cancellationToken);
            _caller = await SignalingClient.StartAsync(api.Address, caller, cancellationToken);
            _callee = await SignalingClient.StartAsync(api.Address, callee, cancellationToken);
            _ready.SetResult();
        }
        catch (Exception error)
        {
            _ready.TrySetException(error);
            throw;
        }

        JsonObject incoming = await Callee.Incoming.WaitAsync(cancellationToken);
        return (string)incoming["call"]!["id"]!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (SignalingClient? client in (SignalingClient?[])[_caller, _callee])
        {
            if (client is not null)
            {
                await client.DisposeAsync();
            }
        }
    }
}
