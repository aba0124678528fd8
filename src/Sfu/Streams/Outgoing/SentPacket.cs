namespace Sfu.Streams.Outgoing;

/// <summary>What a packet was called when it was sent, and where it is kept: a retransmission says the same again.</summary>
/// <param name="Number">Its sequence number.</param>
/// <param name="Source">The publisher's.</param>
/// <param name="Stretch">Which of the sources it came from (<see cref="SentPackets"/>).</param>
/// <param name="Marker">The marker bit.</param>
/// <param name="Timestamp">Its timestamp.</param>
/// <param name="Picture">Its picture numbers.</param>
/// <param name="ActiveTargets">The decode targets that its Dependency Descriptor names; 0 where it was passed on as it came.</param>
internal readonly record struct SentPacket(
    ushort Number, ushort Source, byte Stretch, bool Marker, uint Timestamp, PictureNumbers Picture, uint ActiveTargets);
