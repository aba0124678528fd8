using System.Buffers.Binary;

namespace Rtp.Rtcp;

/// <summary>What a receiver reports on one source (RFC 3550 section 6.4.1).</summary>
public readonly record struct ReportBlock : IRtcpRecord<ReportBlock>
{
    private const int LeastCumulativeLost = -0x80_0000;
    private const int GreatestCumulativeLost = 0x7F_FFFF;

    /// <inheritdoc/>
    public static int Length => 24;

    /// <summary>The source reported on.</summary>
    public uint Ssrc { get; init; }

    /// <summary>The share of packets lost since the last report, in units of 1/256.</summary>
    public byte FractionLost { get; init; }

    /// <summary>
    /// Packets lost since the beginning; below zero when duplicates arrived. Written as 24 bits: greater numbers become the greatest.
    /// </summary>
    public int CumulativeLost { get; init; }

    /// <summary>The highest sequence number received, with the count of its turns in the upper 16 bits.</summary>
    public uint ExtendedHighestSequenceNumber { get; init; }

    /// <summary>Interarrival jitter, in units of the media timestamp.</summary>
    public uint Jitter { get; init; }

    /// <summary>The middle 32 bits of the last sender report's <see cref="NtpTime"/>; 0 when none has arrived.</summary>
    public uint LastSenderReport { get; init; }

    /// <summary>How long ago that report arrived, in units of 1/65536 s.</summary>
    public uint DelaySinceLastSenderReport { get; init; }

    /// <inheritdoc/>
    public static ReportBlock Read(ReadOnlySpan<byte> data) => new()
    {
        Ssrc = BinaryPrimitives.ReadUInt32BigEndian(data),
        FractionLost = data[4],
        CumulativeLost = (BinaryPrimitives.ReadInt32BigEndian(data[4..]) << 8) >> 8,
        ExtendedHighestSequenceNumber = BinaryPrimitives.ReadUInt32BigEndian(data[8..]),
        Jitter = BinaryPrimitives.ReadUInt32BigEndian(data[12..]),
        LastSenderReport = BinaryPrimitives.ReadUInt32BigEndian(data[16..]),
        DelaySinceLastSenderReport = BinaryPrimitives.ReadUInt32BigEndian(data[20..]),
    };

    /// <inheritdoc/>
    public void Write(Span<byte> data)
    {
        BinaryPrimitives.WriteUInt32BigEndian(data, Ssrc);
        BinaryPrimitives.WriteInt32BigEndian(data[4..], Math.Clamp(CumulativeLost, LeastCumulativeLost, GreatestCumulativeLost));
        data[4] = FractionLost;
        BinaryPrimitives.WriteUInt32BigEndian(data[8..], ExtendedHighestSequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(data[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(data[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(data[20..], DelaySinceLastSenderReport);
    }
}
