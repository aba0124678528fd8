using System.Net;
using System.Net.Sockets;

namespace EndToEnd.Tests.Server;

/// <summary>Finds ports that nobody uses at the moment.</summary>
public static class FreePort
{
    public static int Find(ProtocolType protocol)
    {
        using var socket = new Socket(
            AddressFamily.InterNetwork, protocol == ProtocolType.Tcp ? SocketType.Stream : SocketType.Dgram, protocol);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
