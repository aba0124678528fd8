using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Sfu.Memory;

namespace Sfu.Net;

/// <summary>
/// The passive TCP candidates of one worker (RFC 6544): listens on the same addresses and port as its UDP sockets, for clients whose network lets no UDP
/// through.
/// </summary>
internal sealed class TcpCandidates : IDisposable
{
    private const int MaximumQueuedFrames = 1024;
    private static readonly TimeSpan AcceptRetry = TimeSpan.FromMilliseconds(100);

    private readonly Socket[] _listeners;
    private readonly int _maximumConnections;
    private readonly ConcurrentDictionary<uint, TcpConnection> _connections = new();
    private readonly Channel<TcpFrame> _received = Channel.CreateBounded<TcpFrame>(
        new BoundedChannelOptions(MaximumQueuedFrames) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly HashSet<TcpConnection> _unflushed = [];
    private Action _wake = () => { };
    private uint _lastConnection;

    /// <summary>Binds.</summary>
    /// <exception cref="SocketException">The port is taken.</exception>
    public TcpCandidates(IReadOnlyList<IPAddress> addresses, int port, int maximumConnections)
    {
        _maximumConnections = maximumConnections;
        var listeners = new List<Socket>(addresses.Count);
        try
        {
            foreach (IPAddress address in addresses)
            {
                var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                listeners.Add(listener);
                if (address.AddressFamily == AddressFamily.InterNetworkV6)
                {
                    listener.DualMode = false;
                }

                listener.Bind(new IPEndPoint(address, port));
                listener.Listen(backlog: 128);
            }
        }
        catch
        {
            listeners.ForEach(listener => listener.Dispose());
            throw;
        }

        _listeners = [.. listeners];
    }

    /// <summary>Connections that were refused because there were too many.</summary>
    public long Refused { get; private set; }

    /// <summary>Starts to accept.</summary>
    /// <param name="wake">Is called when <see cref="TryTake"/> has something.</param>
    public void Start(Action wake)
    {
        _wake = wake;
        foreach (Socket listener in _listeners)
        {
            _ = AcceptAsync(listener);
        }
    }

    /// <summary>Takes what a connection brought; on the worker's thread.</summary>
    public bool TryTake(out TcpFrame frame) => _received.Reader.TryRead(out frame);

    /// <summary>Sends the TCP datagrams of an outbox; on the worker's thread.</summary>
    public void Send(Outbox outbox)
    {
        foreach (ref readonly OutgoingDatagram entry in outbox.Entries)
        {
            if (entry.Destination.Protocol == TransportProtocol.Tcp
                && _connections.TryGetValue(entry.Destination.Connection, out TcpConnection? connection))
            {
                connection.Send(outbox.Pool.Span(entry.Slab)[..entry.Length]);
                _unflushed.Add(connection);
            }
        }

        foreach (TcpConnection connection in _unflushed)
        {
            connection.Flush();
        }

        _unflushed.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Socket listener in _listeners)
        {
            listener.Dispose();
        }

        foreach (TcpConnection connection in _connections.Values)
        {
            connection.Dispose();
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync().ConfigureAwait(false);
            }
            catch (SocketException error) when (error.SocketErrorCode != SocketError.OperationAborted)
            {
                // The client was gone before it was accepted, or descriptors are used up for the moment.
                await Task.Delay(AcceptRetry).ConfigureAwait(false);
                continue;
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }

            if (_connections.Count >= _maximumConnections)
            {
                Refused++;
                socket.Dispose();
                continue;
            }

            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        uint number = Interlocked.Increment(ref _lastConnection);
        try
        {
            socket.NoDelay = true;
            var address = TransportAddress.From((IPEndPoint)socket.RemoteEndPoint!, TransportProtocol.Tcp, number);
            var connection = new TcpConnection(socket, address, _received.Writer, _wake);
            _connections[number] = connection;
            await connection.RunAsync().ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // The client reset the connection before it was looked at.
            socket.Dispose();
        }
        finally
        {
            _connections.TryRemove(number, out _);
        }
    }
}
