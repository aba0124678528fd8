using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Signaling.Tests.Support;

/// <summary>A WebSocket client that keeps all that it is told, in order.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    // Only a test that fails waits so long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonNode> _received = Channel.CreateUnbounded<JsonNode>();
    private readonly TaskCompletionSource<int?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<JsonNode> _kept = [];
    private int _requests;
    private Task _reading = Task.CompletedTask;

    public string Account { get; set; } = string.Empty;

    /// <summary>The answer to session.start.</summary>
    public JsonNode Ready { get; set; } = null!;

    public static async Task<TestClient> OpenAsync(Uri address)
    {
        var client = new TestClient();
        await client._socket.ConnectAsync(address, CancellationToken.None);
        client._reading = Task.Run(client.ReadAsync);
        return client;
    }

    /// <summary>Sends and waits for the answer; what comes before it stays to be read.</summary>
    public async Task<JsonNode> RequestAsync(JsonObject message)
    {
        string id = $"r{Interlocked.Increment(ref _requests)}";
        message["request_id"] = id;
        await SendAsync(message.ToJsonString());
        return await AnswerAsync(id);
    }

    public Task<JsonNode> RequestAsync(string type, params (string Name, JsonNode? Value)[] fields)
    {
        var message = new JsonObject { ["type"] = type };
        foreach ((string name, JsonNode? value) in fields)
        {
            message[name] = value;
        }

        return RequestAsync(message);
    }

    /// <summary>Waits for the answer to a request, and keeps everything else in order.</summary>
    public async Task<JsonNode> AnswerAsync(string requestId)
    {
        var others = new List<JsonNode>();
        while (true)
        {
            JsonNode message = await NextAsync();
            if (message.Text("request_id") == requestId)
            {
                _kept.AddRange(others);
                return message;
            }

            others.Add(message);
        }
    }

    /// <summary>Waits for a message of a type; what comes before it is dropped.</summary>
    public async Task<JsonNode> ExpectAsync(string type, Func<JsonNode, bool>? condition = null)
    {
        while (true)
        {
            JsonNode message = await NextAsync();
            if (message.Text("type") == type && (condition is null || condition(message)))
            {
                return message;
            }
        }
    }

    /// <summary>Waits until the call is in a state, and gives it.</summary>
    public async Task<JsonNode> ExpectStateAsync(string state) =>
        (await ExpectAsync("call.updated", message => message.Text("call.state") == state))["call"]!;

    /// <summary>All that has been told until now: the answer to a ping marks the end.</summary>
    public async Task<IReadOnlyList<JsonNode>> DrainAsync()
    {
        var pong = await RequestAsync("ping");
        Assert.Equal("pong", pong.Text("type"));
        List<JsonNode> all = [.. _kept];
        _kept.Clear();
        return all;
    }

    public Task SendAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type, bool isEnd = true) =>
        _socket.SendAsync(bytes, type, isEnd, CancellationToken.None);

    /// <summary>Says good-bye as a page does that is closed.</summary>
    public Task CloseAsync(WebSocketCloseStatus status = WebSocketCloseStatus.EndpointUnavailable) =>
        _socket.CloseOutputAsync(status, null, CancellationToken.None);

    /// <summary>Vanishes as a machine does that loses its network.</summary>
    public void Vanish() => _socket.Abort();

    /// <summary>The code with which the server closed, or null when the connection just ended.</summary>
    public Task<int?> ClosedAsync() => _closed.Task.WaitAsync(Patience);

    public async Task<JsonNode> NextAsync()
    {
        if (_kept.Count > 0)
        {
            JsonNode kept = _kept[0];
            _kept.RemoveAt(0);
            return kept;
        }

        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            return await _received.Reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Account}: nothing came for {Patience.TotalSeconds} s.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[1 << 20];
        try
        {
            while (true)
            {
                int length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;
                }
                while (!part.EndOfMessage);

                if (part.MessageType == WebSocketMessageType.Close)
                {
                    _closed.TrySetResult((int?)_socket.CloseStatus);
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                    return;
                }

                _received.Writer.TryWrite(JsonNode.Parse(buffer.AsSpan(0, length))!);
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            _closed.TrySetResult(null);
        }
        finally
        {
            _closed.TrySetResult(null);
            _received.Writer.TryComplete();
        }
    }
}
