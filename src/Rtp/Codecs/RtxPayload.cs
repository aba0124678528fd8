using System.Buffers.Binary;

namespace Rtp.Codecs;

/// <summary>The payload of a retransmission (RFC 4588 section 4): the original sequence number, then the original payload.</summary>
public static class RtxPayload
{
    /// <summary>Bytes in front of the original payload.</summary>
    public const int HeaderLength = 2;

    /// <summary>The original sequence number of a payload of at least <see cref="HeaderLength"/> bytes.</summary>
    public static ushort ReadOriginalSequenceNumber(ReadOnlySpan<byte> payload) => BinaryPrimitives.ReadUInt16BigEndian(payload);

    /// <summary>Writes the original sequence number to the start of a payload of at least <see cref="HeaderLength"/> bytes.</summary>
    public static void WriteOriginalSequenceNumber(Span<byte> payload, ushort sequenceNumber) =>
        BinaryPrimitives.WriteUInt16BigEndian(payload, sequenceNumber);
}
