using System.Buffers.Binary;

namespace Rtp.Rtcp;

/// <summary>RR (RFC 3550 section 6.4.2): report blocks of one that sends nothing.</summary>
public readonly ref struct ReceiverReport
{
    private const int SsrcLength = 4;

    private ReceiverReport(ReadOnlySpan<byte> body, int blockCount)
    {
        Ssrc = BinaryPrimitives.ReadUInt32BigEndian(body);
        Blocks = new RtcpRecordList<ReportBlock>(body.Slice(SsrcLength, blockCount * ReportBlock.Length));
    }

    /// <summary>Who reports.</summary>
    public uint Ssrc { get; }

    /// <summary>What was received.</summary>
    public RtcpRecordList<ReportBlock> Blocks { get; }

    /// <summary>Reads the packet.</summary>
    /// <returns>False when it is another, or shorter than it says.</returns>
    public static bool TryParse(RtcpPacket packet, out ReceiverReport report)
    {
        report = default;
        if (packet.Type != RtcpPacketType.ReceiverReport || packet.Body.Length < SsrcLength + (packet.Count * ReportBlock.Length))
        {
            return false;
        }

        report = new ReceiverReport(packet.Body, packet.Count);
        return true;
    }

    /// <summary>Appends the packet, with at most <see cref="RtcpWriter.MaximumCount"/> blocks.</summary>
    /// <returns>False when there is no room.</returns>
    public static bool TryWrite(ref RtcpWriter writer, uint ssrc, scoped ReadOnlySpan<ReportBlock> blocks)
    {
        int length = SsrcLength + (blocks.Length * ReportBlock.Length);
        if (!writer.TryReserve(RtcpPacketType.ReceiverReport, blocks.Length, length, out Span<byte> body))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        RtcpRecordList<ReportBlock>.Write(body[SsrcLength..], blocks);
        return true;
    }
}
