using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Load.Targets;

/// <summary>One session over WebSocket (docs/protocol.md): requests and their answers, and the first call that rings.</summary>
internal sealed class SignalingClient : IAsyncDisposable
{
    private const int BufferLength = 16 * 1024;

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonObject>> _waiting = new();
    private readonly TaskCompletionSource<JsonObject> _incoming = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;
    private int _requests;

    private SignalingClient()
    {
    }

    /// <summary>The message with which a call rings.</summary>
    public Task<JsonObject> Incoming => _incoming.Task;

    /// <summary>Connects and starts the session.</summary>
    /// <exception cref="LoadException">The server refused.</exception>
    public static async Task<SignalingClient> StartAsync(Uri server, string token, CancellationToken cancellationToken)
    {
        var client = new SignalingClient();
        await client._socket.ConnectAsync(new UriBuilder(new Uri(server, "/ws")) { Scheme = server.Scheme == "https" ? "wss" : "ws" }.Uri, cancellationToken);
        client._reading = client.ReadAsync();
        await client.RequestAsync("session.start", new JsonObject { ["token"] = token, ["protocol"] = 1, ["device_id"] = "load-device" }, cancellationToken);
        return client;
    }

    /// <summary>Sends a request.</summary>
    /// <returns>Its answer.</returns>
    /// <exception cref="LoadException">The server refused.</exception>
    public async Task<JsonObject> RequestAsync(string type, JsonObject fields, CancellationToken cancellationToken)
    {
        string id = Interlocked.Increment(ref _requests).ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        fields["type"] = type;
        fields["request_id"] = id;
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(fields), WebSocketMessageType.Text, true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }

        JsonObject got = await answer.Task.WaitAsync(cancellationToken);
        return (string)got["type"]! != "error" ? got : throw new LoadException($"The server refused {type}: {got["message"]} ({got["code"]})");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Leaving hangs up.
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The server has gone first.
        }

        await _stop.CancelAsync();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[BufferLength];
        int length = 0;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult result = await _socket.ReceiveAsync(buffer.AsMemory(length), _stop.Token);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    throw new LoadException($"The server closed a session: {_socket.CloseStatus} {_socket.CloseStatusDescription}");
                }

                length += result.Count;
                if (result.EndOfMessage)
                {
                    Take(JsonNode.Parse(buffer.AsSpan(0, length))!.AsObject());
                    length = 0;
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or LoadException)
        {
            _incoming.TrySetException(error);
            foreach (TaskCompletionSource<JsonObject> waiting in _waiting.Values)
            {
                waiting.TrySetException(error);
            }
        }
    }

    private void Take(JsonObject message)
    {
        if ((string?)message["request_id"] is { } id && _waiting.TryRemove(id, out TaskCompletionSource<JsonObject>? request))
        {
            request.SetResult(message);
        }
        else if ((string?)message["type"] == "call.incoming")
        {
            _incoming.TrySetResult(message);
        }
    }
}
