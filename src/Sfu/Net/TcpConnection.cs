using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Channels;
using Sfu.Memory;

namespace Sfu.Net;

/// <summary>
/// One client's TCP connection. A byte stream has no datagram bounds, so pipes carry it in both directions; the worker writes without
/// waiting, and what a slow connection cannot take is dropped rather than queued for seconds.
/// </summary>
internal sealed class TcpConnection : IDisposable
{
    // Whatever the policy says: about a second of a good video call.
    private const int MaximumQueuedBytes = 256 * 1024;

    // DTLS and media follow at once when the first check succeeds; until then a stranger holds the connection.
    private static readonly TimeSpan StrangerTimeout = TimeSpan.FromSeconds(10);

    // A client checks its path every few seconds (RFC 7675): silence means that it is gone.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(45);

    private readonly Socket _socket;
    private readonly ChannelWriter<TcpFrame> _received;
    private readonly Action _wake;
    private readonly CancellationTokenSource _stop = new();
    private readonly Pipe _outgoing = new(new PipeOptions(pauseWriterThreshold: 0, resumeWriterThreshold: 0, useSynchronizationContext: false));
    private readonly TcpQueuePolicy _policy = new();
    private long _queuedBytes;
    private volatile bool _welcome;

    /// <summary>Takes over an accepted socket.</summary>
    public TcpConnection(Socket socket, TransportAddress address, ChannelWriter<TcpFrame> received, Action wake)
    {
        _socket = socket;
        _received = received;
        _wake = wake;
        Address = address;
    }

    /// <summary>How the engine knows the connection.</summary>
    public TransportAddress Address { get; }

    /// <summary>Datagrams that the connection was too slow for.</summary>
    public long Dropped { get; private set; }

    /// <summary>Moves bytes in both directions until either side ends it; then tells the worker.</summary>
    public async Task RunAsync()
    {
        Task sending = SendAsync();
        try
        {
            await ReceiveAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is SocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The end of a connection, however it comes, is told below.
        }
        finally
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            _socket.Dispose();
            await sending.ConfigureAwait(false);
            await _received.WriteAsync(new TcpFrame(Address, null, 0)).ConfigureAwait(false);
            _wake();
        }
    }

    /// <summary>Queues a datagram; on the worker's thread.</summary>
    public void Send(ReadOnlySpan<byte> datagram)
    {
        // Anything but a STUN answer goes to clients that have authenticated themselves only.
        _welcome |= datagram[0] >= 20;
        int length = Framing.PrefixLength + datagram.Length;
        long queued = Interlocked.Read(ref _queuedBytes);
        if (queued + length > MaximumQueuedBytes || !_policy.Takes(datagram, length, queued, Environment.TickCount64))
        {
            Dropped++;
            return;
        }

        Interlocked.Add(ref _queuedBytes, length);
        PipeWriter writer = _outgoing.Writer;
        writer.Advance(Framing.Write(writer.GetSpan(length), datagram));
    }

    /// <summary>Lets go what <see cref="Send"/> queued; on the worker's thread.</summary>
    public void Flush()
    {
        // Without a threshold a flush never waits.
        ValueTask<FlushResult> flushed = _outgoing.Writer.FlushAsync();
        System.Diagnostics.Debug.Assert(flushed.IsCompleted, "The pipe has no threshold.");
    }

    /// <summary>Ends the connection.</summary>
    public void Dispose() => _stop.Cancel();

    private async Task ReceiveAsync()
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        await using var stream = new NetworkStream(_socket, ownsSocket: false);
        PipeReader reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024, leaveOpen: true));
        DateTime strangerUntil = DateTime.UtcNow + StrangerTimeout;
        while (true)
        {
            timeout.CancelAfter(_welcome ? IdleTimeout : strangerUntil - DateTime.UtcNow);
            if (!_welcome && DateTime.UtcNow >= strangerUntil)
            {
                return;
            }

            ReadResult result = await reader.ReadAsync(timeout.Token).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            while (Framing.TryRead(ref buffer, out ReadOnlySequence<byte> datagram))
            {
                if (datagram.Length is > 0 and <= SlabPool.SlabSize)
                {
                    await DeliverAsync(datagram).ConfigureAwait(false);
                }
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    private async ValueTask DeliverAsync(ReadOnlySequence<byte> datagram)
    {
        int length = (int)datagram.Length;
        byte[] copy = ArrayPool<byte>.Shared.Rent(length);
        datagram.CopyTo(copy);
        await _received.WriteAsync(new TcpFrame(Address, copy, length), _stop.Token).ConfigureAwait(false);
        _wake();
    }

    private async Task SendAsync()
    {
        PipeReader reader = _outgoing.Reader;
        try
        {
            while (true)
            {
                ReadResult result = await reader.ReadAsync(_stop.Token).ConfigureAwait(false);
                foreach (ReadOnlyMemory<byte> segment in result.Buffer)
                {
                    for (ReadOnlyMemory<byte> rest = segment; !rest.IsEmpty;)
                    {
                        rest = rest[await _socket.SendAsync(rest, _stop.Token).ConfigureAwait(false)..];
                    }
                }

                Interlocked.Add(ref _queuedBytes, -result.Buffer.Length);
                reader.AdvanceTo(result.Buffer.End);
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The receiving side tells the worker.
            await _stop.CancelAsync().ConfigureAwait(false);
        }
    }
}
