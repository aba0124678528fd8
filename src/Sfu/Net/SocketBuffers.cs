using System.Net.Sockets;

namespace Sfu.Net;

/// <summary>The system's buffers of UDP sockets: what comes while a worker is busy, or goes while the device is, waits there.</summary>
public static class SocketBuffers
{
    /// <summary>Holds a burst of some 1500 packets; the system's usual 208 KiB do not.</summary>
    public const int Bytes = 4 * 1024 * 1024;

    /// <summary>What the operator should do so that sockets get their buffers, or null where they do.</summary>
    public static string? Shortage()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Enlarge(socket);
        return Describe(socket.ReceiveBufferSize, socket.SendBufferSize);
    }

    /// <summary>Gives a socket as much as the system permits.</summary>
    internal static unsafe void Enlarge(Socket socket)
    {
        socket.ReceiveBufferSize = Bytes;
        socket.SendBufferSize = Bytes;
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // Past net.core.rmem_max, which binds all but privileged processes (CAP_NET_ADMIN).
        int bytes = Bytes;
        _ = LibC.SetSocketOption((int)socket.Handle, LibC.SolSocket, LibC.SoReceiveBufferForce, &bytes, sizeof(int));
        _ = LibC.SetSocketOption((int)socket.Handle, LibC.SolSocket, LibC.SoSendBufferForce, &bytes, sizeof(int));
    }

    /// <summary>See <see cref="Shortage"/>.</summary>
    internal static string? Describe(int receive, int send) => receive >= Bytes && send >= Bytes ? null :
        $"The system permits socket buffers of {receive / 1024} KiB for receiving and {send / 1024} KiB for sending; bursts of media are lost "
        + $"when they are full. Raise them: sysctl -w net.core.rmem_max={Bytes} net.core.wmem_max={Bytes}";
}
