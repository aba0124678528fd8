using System.Buffers.Binary;
using Sfu.Dtls;

namespace Sfu.Tests.Dtls;

/// <summary>Cuts a handshake message into many datagrams, as a client with a small MTU sends it (RFC 6347 section 4.2.3).</summary>
internal static class DtlsFragments
{
    private const int MessageHeaderLength = 12;

    /// <param name="datagram">One record of epoch 0 with one whole handshake message.</param>
    /// <param name="size">Bytes of the message in each fragment.</param>
    /// <param name="overlap">So many bytes of each are in the one before as well.</param>
    internal static List<byte[]> Split(ReadOnlySpan<byte> datagram, int size, int overlap = 0)
    {
        ReadOnlySpan<byte> recordHeader = datagram[..DtlsRecord.HeaderLength];
        ReadOnlySpan<byte> messageHeader = datagram.Slice(DtlsRecord.HeaderLength, MessageHeaderLength);
        ReadOnlySpan<byte> body = datagram[(DtlsRecord.HeaderLength + MessageHeaderLength)..];
        List<byte[]> fragments = [];
        for (int offset = 0; offset < body.Length; offset += size)
        {
            int start = Math.Max(0, offset - overlap);
            int length = Math.Min(offset + size, body.Length) - start;
            byte[] fragment = [.. recordHeader, .. messageHeader, .. body.Slice(start, length)];
            // Record number (the client's own repetitions use 0 to 11), record length, fragment offset, fragment length.
            fragment[10] = (byte)fragments.Count;
            BinaryPrimitives.WriteUInt16BigEndian(fragment.AsSpan(11), (ushort)(MessageHeaderLength + length));
            WriteUInt24(fragment.AsSpan(DtlsRecord.HeaderLength + 6), start);
            WriteUInt24(fragment.AsSpan(DtlsRecord.HeaderLength + 9), length);
            fragments.Add(fragment);
        }

        return fragments;
    }

    private static void WriteUInt24(Span<byte> destination, int value)
    {
        destination[0] = (byte)(value >> 16);
        destination[1] = (byte)(value >> 8);
        destination[2] = (byte)value;
    }
}
