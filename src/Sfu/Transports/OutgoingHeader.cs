using Rtp.HeaderExtensions;

namespace Sfu.Transports;

/// <summary>
/// The fixed header of a packet to be sent (RFC 3550 section 5.1), how long the receiver is to let it wait, or null, and whether the payload ends with padding.
/// </summary>
internal readonly record struct OutgoingHeader(
    byte PayloadType, bool Marker, ushort SequenceNumber, uint Timestamp, uint Ssrc, PlayoutDelay? Playout = null, bool Padded = false);
