using System.Buffers.Binary;

namespace Rtp.Rtcp;

/// <summary>One entry of a full intra request (RFC 5104 section 4.3.1.1).</summary>
/// <param name="Ssrc">The stream that is to send a keyframe.</param>
/// <param name="SequenceNumber">Counts requests to this stream; a repetition keeps its number.</param>
public readonly record struct FullIntraRequestEntry(uint Ssrc, byte SequenceNumber) : IRtcpRecord<FullIntraRequestEntry>
{
    /// <inheritdoc/>
    public static int Length => 8;

    /// <inheritdoc/>
    public static FullIntraRequestEntry Read(ReadOnlySpan<byte> data) => new(BinaryPrimitives.ReadUInt32BigEndian(data), data[4]);

    /// <inheritdoc/>
    public void Write(Span<byte> data)
    {
        BinaryPrimitives.WriteUInt32BigEndian(data, Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(data[4..], (uint)SequenceNumber << 24);
    }
}
