using System.Net;
using System.Net.Sockets;
using Sfu.Ice;
using Sfu.Net;

namespace Sfu.Workers;

/// <summary>A worker with its port and what clients are told of it.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Port">UDP and TCP.</param>
/// <param name="Candidates">What follows <c>a=candidate:</c>.</param>
internal sealed record WorkerEndpoint(MediaWorker Worker, int Port, IReadOnlyList<string> Candidates)
{
    private const int MostAttempts = 10;

    /// <summary>Opens the ports of all workers, or none.</summary>
    /// <exception cref="SocketException">A port is taken, or an address is not one of this machine's.</exception>
    public static IReadOnlyList<WorkerEndpoint> OpenAll(MediaServerOptions options, Action<MediaEvent> publish, Action<Exception> fail)
    {
        IReadOnlyList<IPAddress> addresses = options.Listen.Count > 0 ? options.Listen : LocalAddresses.Find();
        int workers = options.Workers > 0 ? options.Workers : Environment.ProcessorCount;
        var endpoints = new List<WorkerEndpoint>(workers);
        var clock = new MediaClock();
        try
        {
            for (int index = 0; index < workers; index++)
            {
                endpoints.Add(Open(index, options, addresses, clock, publish, fail));
            }

            MediaWorker.Connect([.. endpoints.Select(endpoint => endpoint.Worker)], options.PacketMemory);
            return endpoints;
        }
        catch
        {
            endpoints.ForEach(endpoint => endpoint.Worker.Dispose());
            throw;
        }
    }

    private static WorkerEndpoint Open(
        int index,
        MediaServerOptions options,
        IReadOnlyList<IPAddress> addresses,
        MediaClock clock,
        Action<MediaEvent> publish,
        Action<Exception> fail)
    {
        (Socket[] sockets, TcpCandidates? tcp) = Bind(index, options, addresses);
        int port = PortOf(sockets);
        IUdpPort udp = OperatingSystem.IsLinux() && !options.PortableSockets ? new LinuxUdpPort(sockets) : new PortableUdpPort(sockets);
        try
        {
            var worker = new MediaWorker(index, udp, tcp, options, clock, publish, fail);
            return new WorkerEndpoint(worker, port, Describe(addresses, port, options));
        }
        catch
        {
            tcp?.Dispose();
            udp.Dispose();
            throw;
        }
    }

    private static (Socket[] Udp, TcpCandidates? Tcp) Bind(int index, MediaServerOptions options, IReadOnlyList<IPAddress> addresses)
    {
        for (int attempt = 1; ; attempt++)
        {
            Socket[] sockets = UdpSockets.Open(addresses, options.Port == 0 ? 0 : options.Port + index);
            try
            {
                return (sockets, options.Tcp ? new TcpCandidates(addresses, PortOf(sockets), options.ParticipantsPerWorker) : null);
            }
            catch (SocketException error)
            {
                Array.ForEach(sockets, socket => socket.Dispose());

                // The system chose a port that is free for UDP; somebody may have it for TCP.
                if (options.Port != 0 || error.SocketErrorCode != SocketError.AddressAlreadyInUse || attempt == MostAttempts)
                {
                    throw;
                }
            }
        }
    }

    private static int PortOf(Socket[] sockets) => ((IPEndPoint)sockets[0].LocalEndPoint!).Port;

    private static List<string> Describe(IReadOnlyList<IPAddress> addresses, int port, MediaServerOptions options)
    {
        IReadOnlyList<IPAddress> announced = options.Announce.Count > 0 ? options.Announce : addresses;
        List<string> candidates = [];
        for (int i = 0; i < announced.Count; i++)
        {
            candidates.Add(new IceCandidate(new IPEndPoint(announced[i], port), TransportProtocol.Udp, i).ToString());
            if (options.Tcp)
            {
                candidates.Add(new IceCandidate(new IPEndPoint(announced[i], port), TransportProtocol.Tcp, i).ToString());
            }
        }

        return candidates;
    }
}
