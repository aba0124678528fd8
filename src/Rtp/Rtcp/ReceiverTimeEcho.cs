using System.Buffers.Binary;

namespace Rtp.Rtcp;

/// <summary>One entry of a DLRR block (RFC 3611 section 4.5): the echo of a receiver's reference time.</summary>
/// <param name="Ssrc">The receiver.</param>
/// <param name="LastReceiverReport">The middle 32 bits of its last reference time; 0 when none has arrived.</param>
/// <param name="Delay">How long ago that arrived, in units of 1/65536 s.</param>
public readonly record struct ReceiverTimeEcho(uint Ssrc, uint LastReceiverReport, uint Delay) : IRtcpRecord<ReceiverTimeEcho>
{
    /// <inheritdoc/>
    public static int Length => 12;

    /// <inheritdoc/>
    public static ReceiverTimeEcho Read(ReadOnlySpan<byte> data) => new(
        BinaryPrimitives.ReadUInt32BigEndian(data),
        BinaryPrimitives.ReadUInt32BigEndian(data[4..]),
        BinaryPrimitives.ReadUInt32BigEndian(data[8..]));

    /// <inheritdoc/>
    public void Write(Span<byte> data)
    {
        BinaryPrimitives.WriteUInt32BigEndian(data, Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(data[4..], LastReceiverReport);
        BinaryPrimitives.WriteUInt32BigEndian(data[8..], Delay);
    }
}
