using System.Net;
using System.Net.Sockets;
using Sfu.Net;

namespace Load.Net;

/// <summary>The UDP socket of one client: as every browser has its own, so that the server sees as many addresses as clients.</summary>
internal sealed class ClientSocket : IDisposable
{
    private const int BufferBytes = 1024 * 1024;
    private readonly Socket _socket;

    /// <summary>Opens it towards a server.</summary>
    public ClientSocket(IPEndPoint server)
    {
        _socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            // Beyond net.core.rmem_max where the process may (CAP_NET_ADMIN): the generator must not be where packets are lost.
            _socket.SetRawSocketOption(Native.SolSocket, Native.SoReceiveBufferForce, BitConverter.GetBytes(BufferBytes));
        }
        catch (SocketException)
        {
            _socket.ReceiveBufferSize = BufferBytes;
        }

        _socket.SetRawSocketOption(Native.SolSocket, Native.SoTimestampNanoseconds, BitConverter.GetBytes(1));
        _socket.Connect(server);
        Server = TransportAddress.From(server);
    }

    /// <summary>For system calls.</summary>
    public int Descriptor => (int)_socket.Handle;

    /// <summary>Where it sends to.</summary>
    public TransportAddress Server { get; }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
