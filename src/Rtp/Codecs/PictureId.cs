using System.Buffers.Binary;

namespace Rtp.Codecs;

/// <summary>
/// The picture identifier that VP8 (RFC 7741 section 4.2) and VP9 (RFC 9628 section 4.2) write alike: seven bits, or fifteen
/// behind a set bit.
/// </summary>
internal static class PictureId
{
    private const byte LongBit = 0x80;

    /// <summary>The bits of an identifier of one byte.</summary>
    public const ushort ShortMask = 0x7F;

    /// <summary>The bits of an identifier of two bytes.</summary>
    public const ushort LongMask = 0x7FFF;

    /// <summary>Reads an identifier and goes past it.</summary>
    /// <returns>False when it is cut off.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, ref int offset, out ushort id, out bool isLong)
    {
        id = 0;
        isLong = offset < payload.Length && (payload[offset] & LongBit) != 0;
        int length = isLong ? 2 : 1;
        if (offset + length > payload.Length)
        {
            return false;
        }

        id = isLong ? (ushort)(BinaryPrimitives.ReadUInt16BigEndian(payload[offset..]) & LongMask) : payload[offset];
        offset += length;
        return true;
    }

    /// <summary>Overwrites an identifier that <see cref="TryRead"/> has read before, and goes past it.</summary>
    public static void Overwrite(Span<byte> payload, ref int offset, ushort id)
    {
        bool isLong = (payload[offset] & LongBit) != 0;
        Write(payload[offset..], id, isLong);
        offset += isLong ? 2 : 1;
    }

    /// <summary>Overwrites an identifier with as many low bits of another as it has.</summary>
    public static void Write(Span<byte> field, ushort id, bool isLong)
    {
        if (isLong)
        {
            BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)((LongBit << 8) | (id & LongMask)));
        }
        else
        {
            field[0] = (byte)(id & ShortMask);
        }
    }
}
