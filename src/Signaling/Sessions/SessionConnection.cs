using System.Net.WebSockets;
using System.Threading.Channels;

namespace Signaling.Sessions;

/// <summary>
/// A WebSocket with a bounded queue of outgoing messages. Whoever sends never waits: a client that reads too slowly is
/// disconnected.
/// </summary>
internal sealed class SessionConnection : IAsyncDisposable
{
    /// <summary>The largest message that is taken, in bytes.</summary>
    public const int MessageLimit = 64 * 1024;

    // How much of an oversized message is read and thrown away before the connection is cut.
    private const int DiscardLimit = 16 * MessageLimit;

    // What a connection keeps; the rare larger message (an offer) gets a larger buffer for its time.
    private const int UsualMessage = 4 * 1024;

    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly WebSocket _socket;
    private readonly TimeProvider _clock;
    private readonly Channel<Outgoing> _outgoing;
    private readonly Task _sending;
    private byte[] _buffer = new byte[UsualMessage];
    private volatile bool _closing;

    public SessionConnection(WebSocket socket, int outgoingLimit, TimeProvider clock)
    {
        _socket = socket;
        _clock = clock;
        _outgoing = Channel.CreateBounded<Outgoing>(new BoundedChannelOptions(outgoingLimit) { SingleReader = true });
        _sending = SendQueuedAsync();
    }

    /// <summary>Queues a message. Nothing is sent after <see cref="Close"/>.</summary>
    public void Send(byte[] message)
    {
        if (!_closing && !_outgoing.Writer.TryWrite(new Outgoing(message, default)))
        {
            Abort();
        }
    }

    /// <summary>Closes the connection after what is queued was sent; the first close stands.</summary>
    public void Close(SessionClose close)
    {
        if (_closing)
        {
            return;
        }

        _closing = true;
        if (!_outgoing.Writer.TryWrite(new Outgoing(null, close)))
        {
            Abort();
        }

        _outgoing.Writer.TryComplete();
    }

    /// <summary>Cuts the connection without a word.</summary>
    public void Abort()
    {
        _closing = true;
        _outgoing.Writer.TryComplete();
        _socket.Abort();
    }

    /// <summary>Reads the next message. While the connection closes, messages are thrown away.</summary>
    public async Task<Incoming> ReceiveAsync()
    {
        try
        {
            while (true)
            {
                Incoming incoming = await ReceiveMessageAsync();
                if (!_closing || incoming.Kind is IncomingKind.Closed or IncomingKind.Lost)
                {
                    return incoming;
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            return new Incoming(IncomingKind.Lost);
        }
    }

    /// <summary>Ends what is left of the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        Close(SessionClose.Goodbye);
        await _sending;
        _socket.Dispose();
    }

    private async Task<Incoming> ReceiveMessageAsync()
    {
        int length = 0;
        bool isTooLarge = false;
        if (_buffer.Length > UsualMessage)
        {
            _buffer = new byte[UsualMessage];
        }

        while (true)
        {
            if (length == _buffer.Length && length < MessageLimit)
            {
                Array.Resize(ref _buffer, length * 4);
            }

            ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(_buffer.AsMemory(isTooLarge ? 0 : length), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return new Incoming(IsGoodbye ? IncomingKind.Closed : IncomingKind.Lost);
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return Complete(part.MessageType, length, isTooLarge);
            }

            isTooLarge |= length == MessageLimit;
            if (length > DiscardLimit)
            {
                Abort();
                return new Incoming(IncomingKind.Lost);
            }
        }
    }

    private Incoming Complete(WebSocketMessageType type, int length, bool isTooLarge) => type switch
    {
        _ when isTooLarge => new Incoming(IncomingKind.TooLarge),
        WebSocketMessageType.Text => new Incoming(IncomingKind.Text, _buffer.AsMemory(0, length)),
        _ => new Incoming(IncomingKind.Binary),
    };

    // Only what the client itself began counts: an answer to the server's close is none.
    private bool IsGoodbye => !_closing
        && _socket.CloseStatus is WebSocketCloseStatus.NormalClosure or WebSocketCloseStatus.EndpointUnavailable or WebSocketCloseStatus.Empty;

    private async Task SendQueuedAsync()
    {
        try
        {
            await foreach (Outgoing next in _outgoing.Reader.ReadAllAsync())
            {
                using var timeout = new CancellationTokenSource(SendTimeout, _clock);
                if (next.Message is { } message)
                {
                    await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
                    continue;
                }

                await _socket.CloseOutputAsync((WebSocketCloseStatus)next.Close.Code, next.Close.Reason, timeout.Token);
                _ = AbortUnlessClosedAsync();
                return;
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection is gone; the reading side notices by itself.
            Abort();
        }
    }

    private async Task AbortUnlessClosedAsync()
    {
        await Task.Delay(CloseTimeout, _clock);
        _socket.Abort();
    }

    private readonly record struct Outgoing(byte[]? Message, SessionClose Close);
}
