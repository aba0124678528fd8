namespace Sfu.Congestion;

/// <summary>A packet that was sent with a transport-wide number. Plain data, kept in <see cref="SentPacketHistory"/>.</summary>
internal struct NumberedPacket
{
    /// <summary>The transport-wide number, in 64 bits.</summary>
    public long Number;

    /// <summary>When it was sent.</summary>
    public MediaTime SentAt;

    /// <summary>Bytes on the wire, with all headers.</summary>
    public int Size;

    /// <summary>The probe that it belongs to, or 0.</summary>
    public int Probe;

    /// <summary>The source (SSRC) that it was sent on.</summary>
    public uint Source;

    /// <summary>Its sequence number; of a retransmission that of the packet which it repeats.</summary>
    public ushort Sequence;

    /// <summary>What it carries.</summary>
    public SentPacketKind Kind;

    /// <summary>What the receiver said of it.</summary>
    public SentPacketFate Fate;
}
