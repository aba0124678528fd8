using System.Buffers.Binary;

namespace Sfu.Dtls;

/// <summary>The header of a DTLS 1.2 record (RFC 6347 section 4.1).</summary>
/// <param name="ContentType">20 change_cipher_spec, 21 alert, 22 handshake, 23 application_data.</param>
/// <param name="Epoch">Counts cipher changes; 0 is plain text.</param>
/// <param name="FragmentLength">What follows the header, in bytes.</param>
internal readonly record struct DtlsRecord(byte ContentType, ushort Epoch, int FragmentLength)
{
    internal const int HeaderLength = 13;
    internal const byte ChangeCipherSpec = 20;
    internal const byte ApplicationData = 23;

    /// <summary>Header and fragment, in bytes.</summary>
    internal int TotalLength => HeaderLength + FragmentLength;

    /// <summary>Reads the record that a datagram (or the rest of one) starts with; false if it is not one whole DTLS record.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, out DtlsRecord record)
    {
        record = default;
        // The major version 254 tells DTLS 1.x from whatever else was sent here.
        if (bytes.Length < HeaderLength || bytes[0] is < ChangeCipherSpec or > ApplicationData || bytes[1] != 0xFE)
        {
            return false;
        }

        record = new DtlsRecord(
            bytes[0], BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[11..]));
        return record.TotalLength <= bytes.Length;
    }
}
