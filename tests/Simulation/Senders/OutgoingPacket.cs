namespace Simulation.Senders;

/// <summary>An RTP packet that waits to be sent.</summary>
/// <param name="Stream">Whose it is.</param>
/// <param name="PayloadType">Of the stream, or of its retransmissions.</param>
/// <param name="Marker">The marker bit.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="Timestamp">Its media time.</param>
/// <param name="Payload">What it carries.</param>
/// <param name="Descriptor">Its Dependency Descriptor, or null.</param>
/// <param name="IsRtx">Whether it is a retransmission.</param>
/// <param name="IsRepeated">Whether it was sent before, as it is: sound has no other way to be sent again.</param>
/// <param name="Cluster">The probe that it is a part of; 0 for none.</param>
internal sealed record OutgoingPacket(
    RtpStream Stream,
    int PayloadType,
    bool Marker,
    ushort Sequence,
    uint Timestamp,
    byte[] Payload,
    byte[]? Descriptor = null,
    bool IsRtx = false,
    bool IsRepeated = false,
    int Cluster = 0);
