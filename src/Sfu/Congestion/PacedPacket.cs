using Sfu.Streams.Outgoing;

namespace Sfu.Congestion;

/// <summary>A packet that waits to be sent. It lies in the publisher's cache: whoever forwards it finds it there by its number.</summary>
/// <param name="Stream">What it belongs to; null when it is not to be sent any more.</param>
/// <param name="Number">Its sequence number in the stream.</param>
/// <param name="Size">Bytes of payload.</param>
/// <param name="Again">Whether it is to be sent as retransmission.</param>
internal readonly record struct PacedPacket(OutgoingStream? Stream, ushort Number, int Size, bool Again);
