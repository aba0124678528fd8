using Sfu.Net;

namespace Sfu.Memory;

/// <summary>A datagram on its way out.</summary>
/// <param name="slab">Holds it, from its first byte.</param>
/// <param name="length">Bytes.</param>
/// <param name="destination">Where to.</param>
internal readonly struct OutgoingDatagram(Slab slab, int length, in TransportAddress destination)
{
    /// <summary>Where to.</summary>
    public readonly TransportAddress Destination = destination;

    /// <summary>Holds it, from its first byte.</summary>
    public readonly Slab Slab = slab;

    /// <summary>Bytes.</summary>
    public readonly int Length = length;
}
