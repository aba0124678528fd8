using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Sfu.Ice;

/// <summary>What MESSAGE-INTEGRITY and FINGERPRINT are computed of (RFC 8489 sections 14.5 and 14.7).</summary>
internal static class StunChecksum
{
    internal const int IntegrityLength = HMACSHA1.HashSizeInBytes;
    internal const int FingerprintLength = 4;
    private const uint FingerprintMask = 0x5354_554E;
    private static readonly uint[] Crc32Table = MakeCrc32Table();

    /// <summary>The HMAC-SHA1 of a message as if MESSAGE-INTEGRITY were its last attribute.</summary>
    /// <param name="message">The message up to the attribute, without it.</param>
    /// <param name="key">The password.</param>
    /// <param name="hmac">Receives 20 bytes.</param>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 8445 section 7.1 prescribes HMAC-SHA1 for connectivity checks.")]
    internal static void ComputeIntegrity(ReadOnlySpan<byte> message, ReadOnlySpan<byte> key, Span<byte> hmac)
    {
        Span<byte> copy = stackalloc byte[StunMessage.MaximumLength];
        copy = copy[..message.Length];
        message.CopyTo(copy);
        int bodyLength = message.Length - StunMessage.HeaderLength + StunMessage.AttributeHeaderLength + IntegrityLength;
        BinaryPrimitives.WriteUInt16BigEndian(copy[2..], (ushort)bodyLength);
        HMACSHA1.HashData(key, copy, hmac);
    }

    /// <summary>The value of FINGERPRINT.</summary>
    /// <param name="message">The message up to the attribute; its length field counts the attribute already.</param>
    internal static uint ComputeFingerprint(ReadOnlySpan<byte> message)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in message)
        {
            crc = (crc >> 8) ^ Crc32Table[(byte)crc ^ b];
        }

        return ~crc ^ FingerprintMask;
    }

    private static uint[] MakeCrc32Table()
    {
        // The polynomial of ITU V.42, bits reversed.
        const uint Polynomial = 0xEDB8_8320;
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Polynomial;
            }

            table[i] = value;
        }

        return table;
    }
}
