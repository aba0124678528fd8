namespace Sfu.Transports;

/// <summary>The fixed header of a packet to be sent (RFC 3550 section 5.1).</summary>
/// <param name="PayloadType">What the receiver calls the codec.</param>
/// <param name="Marker">The marker bit.</param>
/// <param name="SequenceNumber">The sequence number.</param>
/// <param name="Timestamp">The timestamp.</param>
/// <param name="Ssrc">The source.</param>
/// <param name="Padded">Whether the payload ends with padding.</param>
internal readonly record struct OutgoingHeader(byte PayloadType, bool Marker, ushort SequenceNumber, uint Timestamp, uint Ssrc, bool Padded = false);
