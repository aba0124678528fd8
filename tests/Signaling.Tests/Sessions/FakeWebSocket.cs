using System.Net.WebSockets;
using System.Threading.Channels;

namespace Signaling.Tests.Sessions;

/// <summary>A WebSocket whose other end reads only when the test lets it.</summary>
internal sealed class FakeWebSocket : WebSocket
{
    private readonly Channel<ValueWebSocketReceiveResult> _incoming = Channel.CreateUnbounded<ValueWebSocketReceiveResult>();
    private readonly CancellationTokenSource _aborted = new();
    private WebSocketCloseStatus? _closeStatus;

    /// <summary>While it is not completed, what is sent does not leave.</summary>
    public TaskCompletionSource Reading { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<string> Sent { get; } = [];

    public WebSocketCloseStatus? SentClose { get; private set; }

    public bool IsAborted => _aborted.IsCancellationRequested;

    public override WebSocketCloseStatus? CloseStatus => _closeStatus;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => WebSocketState.Open;

    public override string? SubProtocol => null;

    public void Receive(WebSocketMessageType type, int count, bool isEnd) =>
        _incoming.Writer.TryWrite(new ValueWebSocketReceiveResult(count, type, isEnd));

    public void ReceiveClose(WebSocketCloseStatus status)
    {
        _closeStatus = status;
        Receive(WebSocketMessageType.Close, 0, true);
    }

    public override void Abort() => _aborted.Cancel();

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override async Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        SentClose = closeStatus;
    }

    public override void Dispose()
    {
    }

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _incoming.Reader.ReadAsync(_aborted.Token);

    public override async Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        Sent.Add(System.Text.Encoding.UTF8.GetString(buffer));
    }

    private Task WaitAsync(CancellationToken cancellationToken) =>
        Reading.Task.WaitAsync(CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _aborted.Token).Token);
}
