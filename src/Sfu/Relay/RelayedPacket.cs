using Sfu.Streams;
using Sfu.Streams.Incoming;

namespace Sfu.Relay;

/// <summary>
/// A packet on its way from the shard that its publisher is on to another one; or, the other way, the numbers of packets that did not arrive there.
/// </summary>
internal struct RelayedPacket
{
    /// <summary>Which mirror it is for (<see cref="Mirror.Id"/>).</summary>
    public long Mirror;

    /// <summary>How many sequence numbers are asked for, that lie in the slab; 0 for a packet.</summary>
    public int Requested;

    /// <summary>The source that it came from.</summary>
    public uint Ssrc;

    /// <summary>Which of the publication's encodings it carries (<see cref="PublishedEncoding.Index"/>).</summary>
    public int Encoding;

    /// <summary>Changes when what follows does not join what went before.</summary>
    public int Epoch;

    /// <summary>The packet; its slab belongs to the pool of the receiving shard.</summary>
    public MediaPacket Packet;

    /// <summary>The last sender report of the source, or null.</summary>
    public SenderReportInfo? Report;

    /// <summary>The publisher's clock (<see cref="SenderClock.Offset"/>).</summary>
    public long? ClockOffset;

    /// <summary>How long the source's pictures have to wait for repairs (<see cref="IncomingStream.RepairTime"/>).</summary>
    public long RepairTime;
}
