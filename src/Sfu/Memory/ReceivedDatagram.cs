using Sfu.Net;

namespace Sfu.Memory;

/// <summary>A datagram that came in.</summary>
/// <param name="slab">Holds it, from its first byte.</param>
/// <param name="length">Bytes; 0 for one that was cut.</param>
/// <param name="source">Where it came from.</param>
/// <param name="buffer">Which of the batch's own slabs it lies in, or -1.</param>
internal readonly struct ReceivedDatagram(Slab slab, int length, in TransportAddress source, int buffer)
{
    /// <summary>Where it came from.</summary>
    public readonly TransportAddress Source = source;

    /// <summary>Holds it, from its first byte.</summary>
    public readonly Slab Slab = slab;

    /// <summary>Bytes; 0 for one that was cut.</summary>
    public readonly int Length = length;

    /// <summary>Which of the batch's own slabs it lies in, or -1.</summary>
    public readonly int Buffer = buffer;
}
