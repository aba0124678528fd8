using System.Net;
using System.Net.Sockets;

namespace EndToEnd.Tests.Server;

/// <summary>Finds ports that nobody uses at the moment, neither over TCP nor over UDP.</summary>
public static class FreePort
{
    public static int Find()
    {
        while (true)
        {
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            tcp.Bind(new IPEndPoint(IPAddress.Any, 0));
            var port = ((IPEndPoint)tcp.LocalEndPoint!).Port;
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                udp.Bind(new IPEndPoint(IPAddress.Any, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it over UDP: the next one.
            }
        }
    }
}
