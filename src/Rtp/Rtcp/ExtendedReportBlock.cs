using System.Buffers.Binary;

namespace Rtp.Rtcp;

/// <summary>One block of an extended report (RFC 3611 section 3).</summary>
public readonly ref struct ExtendedReportBlock
{
    private const int TimeLength = 8;

    internal ExtendedReportBlock(byte type, ReadOnlySpan<byte> contents)
    {
        Type = type;
        Contents = contents;
    }

    /// <summary>One of <see cref="ExtendedReportBlockType"/>, or another.</summary>
    public byte Type { get; }

    /// <summary>What follows the block's header, a multiple of four bytes.</summary>
    public ReadOnlySpan<byte> Contents { get; }

    /// <summary>Reads the clock of a receiver.</summary>
    /// <returns>False when this is another block, or cut off.</returns>
    public bool TryReadReferenceTime(out NtpTime time)
    {
        bool parsed = Type == ExtendedReportBlockType.ReceiverReferenceTime && Contents.Length >= TimeLength;
        time = parsed ? new NtpTime(BinaryPrimitives.ReadUInt64BigEndian(Contents)) : default;
        return parsed;
    }

    /// <summary>Reads the echoes of receivers' clocks.</summary>
    /// <returns>False when this is another block.</returns>
    public bool TryReadEchoes(out RtcpRecordList<ReceiverTimeEcho> echoes)
    {
        bool parsed = Type == ExtendedReportBlockType.DelaySinceLastReceiverReport;
        echoes = new RtcpRecordList<ReceiverTimeEcho>(parsed ? Contents : default);
        return parsed;
    }
}
