using System.Buffers.Binary;

namespace Rtp.HeaderExtensions;

/// <summary>
/// The number of a packet among all packets of its transport, which transport-wide feedback reports on
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 2).
/// </summary>
public static class TransportSequenceNumber
{
    /// <summary>Bytes of the value.</summary>
    public const int Length = 2;

    /// <summary>Reads the value.</summary>
    /// <returns>False when its length is wrong.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out ushort sequenceNumber)
    {
        sequenceNumber = data.Length == Length ? BinaryPrimitives.ReadUInt16BigEndian(data) : (ushort)0;
        return data.Length == Length;
    }

    /// <summary>Writes the value to the start of a span of at least <see cref="Length"/> bytes.</summary>
    public static void Write(Span<byte> data, ushort sequenceNumber) => BinaryPrimitives.WriteUInt16BigEndian(data, sequenceNumber);
}
