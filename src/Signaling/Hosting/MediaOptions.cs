using System.ComponentModel.DataAnnotations;

namespace Signaling.Hosting;

/// <summary>The configuration section <c>media</c>.</summary>
internal sealed class MediaOptions
{
    /// <summary>The first port of the media engine, UDP and TCP; each further worker takes the next.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 7882;

    /// <summary>Threads that forward; 0 is one for each processor.</summary>
    [Range(0, 256)]
    public int Workers { get; init; } = 1;

    /// <summary>The addresses to listen on; by default all of this machine's.</summary>
    public IReadOnlyList<string> Listen { get; init; } = [];

    /// <summary>The addresses that clients reach the engine at, when they are not those of the machine itself.</summary>
    public IReadOnlyList<string> Announce { get; init; } = [];

    /// <summary>Whether media over TCP is offered beside UDP.</summary>
    public bool Tcp { get; init; } = true;

    /// <summary>Uses the framework's sockets in place of batched system calls.</summary>
    public bool PortableSockets { get; init; }

    /// <summary>Keeps each forwarding thread on one processor.</summary>
    public bool PinWorkers { get; init; }

    /// <summary>Memory for packets in flight and for retransmission, for each worker.</summary>
    [Range(8, 65536)]
    public int PacketMemoryMegabytes { get; init; } = 256;

    /// <summary>Devices that a worker takes.</summary>
    [Range(2, 1_000_000)]
    public int ParticipantsPerWorker { get; init; } = 4000;

    /// <summary>Devices of one room on one worker, before further ones go to another worker.</summary>
    [Range(2, 1_000_000)]
    public int RoomParticipantsPerWorker { get; init; } = 500;

    /// <summary>Video codecs, the preferred one first; VP8 is the one that every browser decodes.</summary>
    public IReadOnlyList<string> VideoCodecs { get; init; } = ["VP8", "VP9", "H264", "AV1"];
}
