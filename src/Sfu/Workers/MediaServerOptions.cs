using System.Net;

namespace Sfu.Workers;

/// <summary>How the media engine of a process is set up.</summary>
public sealed record MediaServerOptions
{
    /// <summary>UDP and TCP port of the first worker; each further one has the next. 0 lets the system choose.</summary>
    public int Port { get; init; } = 50000;

    /// <summary>Threads that each own a share of the rooms; 0 is one for each processor.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>
    /// The local addresses to listen on. Empty: every address of this machine but loopback and link-local ones, or loopback where there is no other.
    /// </summary>
    public IReadOnlyList<IPAddress> Listen { get; init; } = [];

    /// <summary>
    /// The addresses that clients are told, where they differ from the local ones (behind NAT, in containers). Each goes with the first
    /// local address of its family.
    /// </summary>
    public IReadOnlyList<IPAddress> Announce { get; init; } = [];

    /// <summary>Whether media over TCP is offered too (RFC 6544), for networks that block UDP.</summary>
    public bool Tcp { get; init; } = true;

    /// <summary>Whether the framework's sockets are used even where the batched system calls are there.</summary>
    public bool PortableSockets { get; init; }

    /// <summary>Whether each worker stays on one processor, in turns, where the system can do that.</summary>
    public bool PinWorkers { get; init; }

    /// <summary>Bytes that a worker's packets may take: received, cached and to be sent.</summary>
    public long PacketMemory { get; init; } = 256 * 1024 * 1024;

    /// <summary>Participants that a worker takes; further ones are refused.</summary>
    public int ParticipantsPerWorker { get; init; } = 4000;

    /// <summary>Participants of one room on one worker, before further ones go to another worker.</summary>
    public int RoomParticipantsPerWorker { get; init; } = 500;

    /// <summary>From the answer until ICE and DTLS must be complete.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Encoding names of the video codecs, the preferred one first. VP8 is the one that every browser decodes.</summary>
    public IReadOnlyList<string> VideoCodecs { get; init; } = ["VP8", "VP9", "H264", "AV1"];
}
