using System.Buffers;
using System.Buffers.Binary;

namespace Sfu.Net;

/// <summary>Datagrams in a byte stream: two bytes of length in front of each (RFC 4571 section 2).</summary>
internal static class Framing
{
    /// <summary>Bytes in front of a datagram.</summary>
    public const int PrefixLength = 2;

    /// <summary>Takes the first whole datagram off a buffer.</summary>
    /// <returns>False when more bytes are needed.</returns>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> datagram)
    {
        datagram = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadBigEndian(out short prefix) || reader.Remaining < (ushort)prefix)
        {
            return false;
        }

        datagram = buffer.Slice(PrefixLength, (ushort)prefix);
        buffer = buffer.Slice(datagram.End);
        return true;
    }

    /// <summary>Writes a datagram with its length; answers the bytes written.</summary>
    public static int Write(Span<byte> destination, ReadOnlySpan<byte> datagram)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)datagram.Length);
        datagram.CopyTo(destination[PrefixLength..]);
        return PrefixLength + datagram.Length;
    }
}
