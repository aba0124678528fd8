using System.Net;
using System.Net.Sockets;

namespace Sfu.Net;

/// <summary>Opens the sockets of a port, one for each local address.</summary>
internal static class UdpSockets
{
    /// <summary>Opens and binds.</summary>
    /// <exception cref="SocketException">The port is taken, or an address is not one of this machine's.</exception>
    public static Socket[] Open(IReadOnlyList<IPAddress> addresses, int port)
    {
        var sockets = new List<Socket>(addresses.Count);
        try
        {
            foreach (IPAddress address in addresses)
            {
                var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
                sockets.Add(socket);
                SocketBuffers.Enlarge(socket);
                if (address.AddressFamily == AddressFamily.InterNetworkV6)
                {
                    socket.DualMode = false;
                }

                socket.Bind(new IPEndPoint(address, port));
                if (port == 0)
                {
                    // All addresses share the port that the system chose for the first.
                    port = ((IPEndPoint)socket.LocalEndPoint!).Port;
                }
            }

            return [.. sockets];
        }
        catch
        {
            foreach (Socket socket in sockets)
            {
                socket.Dispose();
            }

            throw;
        }
    }
}
