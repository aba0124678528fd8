using System.Net;
using System.Net.Sockets;
using Sfu;
using Sfu.Admission;
using Sfu.Net;
using Sfu.Workers;

namespace Signaling.Hosting;

/// <summary>The one place in which the media engine is made.</summary>
internal static class MediaEngine
{
    /// <summary>Makes the engine; it listens when this returns.</summary>
    /// <exception cref="StartupException">A setting cannot be used, or the port is taken.</exception>
    public static IMediaServer Create(MediaOptions options, AdmissionTicketSigner signer, TimeProvider clock, ILogger<MediaServer> logger)
    {
        if (SocketBuffers.Shortage() is { } shortage)
        {
            HostingLog.BuffersTooSmall(logger, shortage);
        }

        var engine = new MediaServerOptions
        {
            Port = options.Port,
            Workers = options.Workers,
            Listen = Parse("media.listen", options.Listen),
            Announce = Parse("media.announce", options.Announce),
            Tcp = options.Tcp,
            PortableSockets = options.PortableSockets,
            PinWorkers = options.PinWorkers,
            PacketMemory = options.PacketMemoryMegabytes * 1024L * 1024,
            ParticipantsPerWorker = options.ParticipantsPerWorker,
            RoomParticipantsPerWorker = options.RoomParticipantsPerWorker,
            VideoCodecs = options.VideoCodecs,
        };
        try
        {
            return MediaServer.Start(engine, signer, clock);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new StartupException(
                $"The media port {options.Port} is taken. Stop the other program, or choose another with --media-port (setting media.port).");
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            throw new StartupException($"media.listen names an address that this machine does not have: {string.Join(", ", options.Listen)}.");
        }
        catch (DllNotFoundException error)
        {
            throw new StartupException($"{error.Message} Install OpenSSL 3 (on Debian: apt-get install libssl3).");
        }
    }

    private static List<IPAddress> Parse(string key, IReadOnlyList<string> texts)
    {
        List<IPAddress> addresses = [];
        foreach (string text in texts)
        {
            if (!IPAddress.TryParse(text, out IPAddress? address))
            {
                throw new StartupException($"{key}: '{text}' is not an IP address. Write it as 203.0.113.5 or 2001:db8::5.");
            }

            addresses.Add(address);
        }

        return addresses;
    }
}
