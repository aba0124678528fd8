using System.Net;
using System.Net.Sockets;
using Sfu.Memory;

namespace Sfu.Net;

/// <summary><see cref="IUdpPort"/> by the framework's sockets, for other systems and for containers that forbid the batched calls.</summary>
internal sealed class PortableUdpPort : IUdpPort
{
    private const int LongWaitMicroseconds = 1_000_000;

    private readonly Socket[] _sockets;
    private readonly Socket _wakeReceiver;
    private readonly Socket _wakeSender;
    private readonly bool[] _ipv6;
    private readonly SocketAddress[] _sources;
    private readonly SocketAddress[] _destinations;
    private readonly List<Socket> _readable = [];
    private readonly byte[] _wakeBuffer = new byte[64];
    private int _nextSocket;

    /// <summary>Takes over bound, non-blocking sockets.</summary>
    public PortableUdpPort(Socket[] sockets)
    {
        _sockets = sockets;
        _ipv6 = Array.ConvertAll(sockets, socket => socket.AddressFamily == AddressFamily.InterNetworkV6);
        _sources = Array.ConvertAll(sockets, socket => new SocketAddress(socket.AddressFamily));
        _destinations = Array.ConvertAll(sockets, socket => new SocketAddress(socket.AddressFamily));
        _wakeReceiver = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        _wakeReceiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _wakeSender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        _wakeSender.Connect(_wakeReceiver.LocalEndPoint!);
    }

    /// <inheritdoc/>
    public long SendFailures { get; private set; }

    /// <inheritdoc/>
    public void Wait(long timeoutMicroseconds)
    {
        _readable.Clear();
        _readable.AddRange(_sockets);
        _readable.Add(_wakeReceiver);
        Socket.Select(_readable, null, null, (int)(timeoutMicroseconds < 0 ? LongWaitMicroseconds : Math.Min(timeoutMicroseconds, LongWaitMicroseconds)));
        while (_wakeReceiver.Available > 0)
        {
            _wakeReceiver.Receive(_wakeBuffer, SocketFlags.None, out _);
        }
    }

    /// <inheritdoc/>
    public void Wake() => _wakeSender.Send(_wakeBuffer.AsSpan(0, 1), SocketFlags.None, out _);

    /// <inheritdoc/>
    public bool Receive(ReceiveBatch batch)
    {
        batch.Clear();
        for (int tried = 0; tried < _sockets.Length && batch.Datagrams.Length < ReceiveBatch.BufferCount; tried++)
        {
            Receive(batch, _nextSocket);
            _nextSocket = (_nextSocket + 1) % _sockets.Length;
        }

        return batch.Datagrams.Length == ReceiveBatch.BufferCount;
    }

    /// <inheritdoc/>
    public void Send(Outbox outbox)
    {
        foreach (ref readonly OutgoingDatagram entry in outbox.Entries)
        {
            if (entry.Destination.Protocol != TransportProtocol.Udp)
            {
                continue;
            }

            uint socket = entry.Destination.Connection;
            SocketAddress destination = _destinations[socket];
            SocketAddressCodec.Write(entry.Destination, _ipv6[socket], destination.Buffer.Span);
            try
            {
                _sockets[socket].SendTo(outbox.Pool.Span(entry.Slab)[..entry.Length], SocketFlags.None, destination);
            }
            catch (SocketException)
            {
                // A full buffer or an unreachable destination: UDP may lose it, the others go on.
                SendFailures++;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Socket socket in _sockets)
        {
            socket.Dispose();
        }

        _wakeReceiver.Dispose();
        _wakeSender.Dispose();
    }

    private void Receive(ReceiveBatch batch, int index)
    {
        Socket socket = _sockets[index];
        while (batch.Datagrams.Length < ReceiveBatch.BufferCount && socket.Available > 0)
        {
            try
            {
                int buffer = batch.Datagrams.Length;
                int length = socket.ReceiveFrom(batch.Pool.Span(batch.Buffer(buffer)), SocketFlags.None, _sources[index]);

                // One that fills the slab may have been cut; nothing that WebRTC sends is as large.
                length = length < SlabPool.SlabSize ? length : 0;
                batch.Add(buffer, length, SocketAddressCodec.Read(_sources[index].Buffer.Span, _ipv6[index], (uint)index));
            }
            catch (SocketException)
            {
                // The answer of an unreachable destination to something sent before, or a datagram larger than a slab.
                return;
            }
        }
    }
}
