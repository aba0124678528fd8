using Sfu.Net;

namespace Sfu.Memory;

/// <summary>A datagram on its way out.</summary>
/// <param name="Slab">Holds it, from its first byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Destination">Where to.</param>
internal readonly record struct OutgoingDatagram(Slab Slab, int Length, TransportAddress Destination);
