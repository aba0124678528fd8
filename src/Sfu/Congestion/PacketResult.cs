namespace Sfu.Congestion;

/// <summary>A sent packet that the receiver reported on.</summary>
/// <param name="SentAt">When it was sent, by our clock.</param>
/// <param name="ReceivedAt">When it came, in microseconds of a clock that only differences can be taken of.</param>
/// <param name="Size">Bytes on the wire.</param>
/// <param name="Probe">The probe that it belongs to, or 0.</param>
/// <param name="Kind">What it carried.</param>
internal readonly record struct PacketResult(MediaTime SentAt, long ReceivedAt, int Size, int Probe, SentPacketKind Kind);
