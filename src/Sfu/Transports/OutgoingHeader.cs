namespace Sfu.Transports;

/// <summary>The fixed header of a packet to be sent (RFC 3550 section 5.1).</summary>
internal readonly record struct OutgoingHeader(byte PayloadType, bool Marker, ushort SequenceNumber, uint Timestamp, uint Ssrc);
