using System.Buffers.Binary;

namespace Rtp.Rtcp;

/// <summary>SR (RFC 3550 section 6.4.1): how media time and wall clock relate, what was sent, and report blocks.</summary>
public readonly ref struct SenderReport
{
    private const int InfoLength = 24;

    private SenderReport(ReadOnlySpan<byte> body, int blockCount)
    {
        Ssrc = BinaryPrimitives.ReadUInt32BigEndian(body);
        Time = new NtpTime(BinaryPrimitives.ReadUInt64BigEndian(body[4..]));
        RtpTimestamp = BinaryPrimitives.ReadUInt32BigEndian(body[12..]);
        PacketCount = BinaryPrimitives.ReadUInt32BigEndian(body[16..]);
        OctetCount = BinaryPrimitives.ReadUInt32BigEndian(body[20..]);
        Blocks = new RtcpRecordList<ReportBlock>(body.Slice(InfoLength, blockCount * ReportBlock.Length));
    }

    /// <summary>The sender.</summary>
    public uint Ssrc { get; }

    /// <summary>The wall clock when the report was sent.</summary>
    public NtpTime Time { get; }

    /// <summary>The same instant in the units of the sender's media timestamps.</summary>
    public uint RtpTimestamp { get; }

    /// <summary>Packets sent since the beginning.</summary>
    public uint PacketCount { get; }

    /// <summary>Bytes of payload sent since the beginning.</summary>
    public uint OctetCount { get; }

    /// <summary>What the sender itself received.</summary>
    public RtcpRecordList<ReportBlock> Blocks { get; }

    /// <summary>Reads the packet.</summary>
    /// <returns>False when it is another, or shorter than it says.</returns>
    public static bool TryParse(RtcpPacket packet, out SenderReport report)
    {
        report = default;
        if (packet.Type != RtcpPacketType.SenderReport || packet.Body.Length < InfoLength + (packet.Count * ReportBlock.Length))
        {
            return false;
        }

        report = new SenderReport(packet.Body, packet.Count);
        return true;
    }

    /// <summary>Appends the packet, with at most <see cref="RtcpWriter.MaximumCount"/> blocks.</summary>
    /// <returns>False when there is no room.</returns>
    public static bool TryWrite(
        ref RtcpWriter writer,
        uint ssrc,
        NtpTime time,
        uint rtpTimestamp,
        uint packetCount,
        uint octetCount,
        scoped ReadOnlySpan<ReportBlock> blocks)
    {
        int length = InfoLength + (blocks.Length * ReportBlock.Length);
        if (!writer.TryReserve(RtcpPacketType.SenderReport, blocks.Length, length, out Span<byte> body))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(body[4..], time.Value);
        BinaryPrimitives.WriteUInt32BigEndian(body[12..], rtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(body[16..], packetCount);
        BinaryPrimitives.WriteUInt32BigEndian(body[20..], octetCount);
        RtcpRecordList<ReportBlock>.Write(body[InfoLength..], blocks);
        return true;
    }
}
