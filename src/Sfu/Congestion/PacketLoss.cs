namespace Sfu.Congestion;

/// <summary>A packet of a picture that feedback calls missing.</summary>
/// <param name="Source">The source (SSRC) that it was sent on.</param>
/// <param name="Sequence">Its sequence number; of a retransmission that of the packet which it repeats.</param>
/// <param name="SentAt">When it was sent.</param>
internal readonly record struct PacketLoss(uint Source, ushort Sequence, MediaTime SentAt);
