using System.Buffers.Binary;

namespace Rtp.Codecs;

/// <summary>The payload of a retransmission (RFC 4588 section 4): the original sequence number, then the original payload.</summary>
public static class RtxPayload
{
    /// <summary>Bytes in front of the original payload.</summary>
    public const int HeaderLength = 2;

    /// <summary>Reads the original sequence number; the original payload follows it.</summary>
    /// <returns>False when the payload is shorter, as that of packets which are all padding.</returns>
    public static bool TryReadOriginalSequenceNumber(ReadOnlySpan<byte> payload, out ushort sequenceNumber) =>
        BinaryPrimitives.TryReadUInt16BigEndian(payload, out sequenceNumber);

    /// <summary>Writes the original sequence number to the start of a payload of at least <see cref="HeaderLength"/> bytes.</summary>
    public static void WriteOriginalSequenceNumber(Span<byte> payload, ushort sequenceNumber) =>
        BinaryPrimitives.WriteUInt16BigEndian(payload, sequenceNumber);
}
