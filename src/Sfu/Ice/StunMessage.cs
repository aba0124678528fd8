using System.Buffers.Binary;
using System.Security.Cryptography;
using Sfu.Net;

namespace Sfu.Ice;

/// <summary>A view of a STUN message (RFC 8489) in the bytes of its datagram. Parsing is total and allocates nothing.</summary>
public readonly ref struct StunMessage
{
    /// <summary>Type, length, magic cookie, transaction id.</summary>
    public const int HeaderLength = 20;

    /// <summary>The one method that ICE uses.</summary>
    public const ushort BindingMethod = 0x001;

    /// <summary>Longer messages are refused: ICE's fit into any MTU (RFC 8489 section 6.1).</summary>
    public const int MaximumLength = 1500;

    /// <summary>Length of a transaction id in bytes.</summary>
    public const int TransactionIdLength = 12;

    internal const uint MagicCookie = 0x2112_A442;
    internal const int AttributeHeaderLength = 4;
    internal const byte FamilyIPv4 = 1;
    internal const byte FamilyIPv6 = 2;

    private readonly ReadOnlySpan<byte> _bytes;

    private StunMessage(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The class.</summary>
    public StunClass Class
    {
        get
        {
            int type = MessageType;
            return (StunClass)(((type >> 7) & 2) | ((type >> 4) & 1));
        }
    }

    /// <summary>The method, <see cref="BindingMethod"/> for ICE.</summary>
    public ushort Method
    {
        get
        {
            int type = MessageType;
            return (ushort)(((type >> 2) & 0xF80) | ((type >> 1) & 0x70) | (type & 0xF));
        }
    }

    /// <summary>Twelve bytes that tie an answer to its request.</summary>
    public ReadOnlySpan<byte> TransactionId => _bytes[8..HeaderLength];

    /// <summary>Length of the whole message in bytes.</summary>
    public int Length => _bytes.Length;

    private int MessageType => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    /// <summary>Checks the header and that the attributes fill the datagram exactly.</summary>
    /// <param name="datagram">Any bytes; the message keeps referring to them.</param>
    /// <param name="message">A view of them.</param>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = new StunMessage(datagram);
        if (datagram.Length is < HeaderLength or > MaximumLength
            || (datagram[0] & 0xC0) != 0
            || BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) != MagicCookie
            || BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) != datagram.Length - HeaderLength
            || datagram.Length % 4 != 0)
        {
            return false;
        }

        int offset = HeaderLength;
        while (offset < datagram.Length)
        {
            // Both lengths are multiples of four, so a header is always whole.
            offset += PaddedAttributeLength(datagram[offset..]);
        }

        return offset == datagram.Length;
    }

    /// <summary>Finds an attribute: the first of its type, and none that nobody vouches for (RFC 8489 sections 14 and 14.5).</summary>
    /// <param name="type">Which.</param>
    /// <param name="value">Without header and padding.</param>
    public bool TryGetAttribute(StunAttributeType type, out ReadOnlySpan<byte> value)
    {
        int offset = Find(type);
        value = offset < 0 ? default : Value(offset);
        return offset >= 0;
    }

    /// <summary>Whether there is an attribute.</summary>
    public bool Has(StunAttributeType type) => Find(type) >= 0;

    /// <summary>What USERNAME has before the colon: the ufrag of the side that is addressed (RFC 8445 section 7.2.2).</summary>
    /// <param name="ufrag">ASCII if it is valid.</param>
    public bool TryGetRecipientUfrag(out ReadOnlySpan<byte> ufrag)
    {
        ufrag = default;
        if (!TryGetAttribute(StunAttributeType.Username, out ReadOnlySpan<byte> username))
        {
            return false;
        }

        int colon = username.IndexOf((byte)':');
        if (colon <= 0)
        {
            return false;
        }

        ufrag = username[..colon];
        return true;
    }

    /// <summary>PRIORITY.</summary>
    public bool TryGetPriority(out uint priority)
    {
        bool found = TryGetAttribute(StunAttributeType.Priority, out ReadOnlySpan<byte> value) && value.Length == sizeof(uint);
        priority = found ? BinaryPrimitives.ReadUInt32BigEndian(value) : 0;
        return found;
    }

    /// <summary>ERROR-CODE, 300 to 699.</summary>
    public bool TryGetErrorCode(out int code)
    {
        code = 0;
        if (!TryGetAttribute(StunAttributeType.ErrorCode, out ReadOnlySpan<byte> value) || value.Length < 4)
        {
            return false;
        }

        int hundreds = value[2] & 7;
        code = (hundreds * 100) + value[3];
        return hundreds is >= 3 and <= 6 && value[3] < 100;
    }

    /// <summary>XOR-MAPPED-ADDRESS: where the request came from, as the answering side saw it.</summary>
    public bool TryGetXorMappedAddress(out TransportAddress address)
    {
        address = default;
        if (!TryGetAttribute(StunAttributeType.XorMappedAddress, out ReadOnlySpan<byte> value) || value.Length < 8)
        {
            return false;
        }

        ushort port = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ (MagicCookie >> 16));
        if (value[1] == FamilyIPv4 && value.Length == 8)
        {
            address = TransportAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(value[4..]) ^ MagicCookie, port);
            return true;
        }

        if (value[1] != FamilyIPv6 || value.Length != 20)
        {
            return false;
        }

        // The mask is cookie and transaction id, which stand side by side in the header.
        ulong high = BinaryPrimitives.ReadUInt64BigEndian(value[4..]) ^ BinaryPrimitives.ReadUInt64BigEndian(_bytes[4..]);
        ulong low = BinaryPrimitives.ReadUInt64BigEndian(value[12..]) ^ BinaryPrimitives.ReadUInt64BigEndian(_bytes[12..]);
        address = new TransportAddress(high, low, 0, port, TransportProtocol.Udp, 0);
        return true;
    }

    /// <summary>Collects the types that would have to be understood and are not, for UNKNOWN-ATTRIBUTES.</summary>
    /// <param name="types">Receives as many as fit.</param>
    /// <returns>How many were written.</returns>
    public int CollectUnknownAttributes(Span<ushort> types)
    {
        int count = 0;
        for (int offset = HeaderLength; offset < _bytes.Length && count < types.Length; offset += PaddedAttributeLength(_bytes[offset..]))
        {
            ushort type = (ushort)TypeAt(offset);
            if (type < 0x8000 && !Enum.IsDefined((StunAttributeType)type))
            {
                types[count++] = type;
            }

            if (type == (ushort)StunAttributeType.MessageIntegrity)
            {
                break;
            }
        }

        return count;
    }

    /// <summary>Whether MESSAGE-INTEGRITY is there and made with a key; compares in constant time.</summary>
    /// <param name="key">The password (short-term credentials, RFC 8489 section 9.1.1).</param>
    public bool VerifyIntegrity(ReadOnlySpan<byte> key)
    {
        int offset = Find(StunAttributeType.MessageIntegrity);
        if (offset < 0 || Value(offset).Length != StunChecksum.IntegrityLength)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[StunChecksum.IntegrityLength];
        StunChecksum.ComputeIntegrity(_bytes[..offset], key, expected);
        return CryptographicOperations.FixedTimeEquals(expected, Value(offset));
    }

    /// <summary>Whether FINGERPRINT is there, is the last attribute, and is right.</summary>
    public bool VerifyFingerprint()
    {
        int offset = Find(StunAttributeType.Fingerprint);
        return offset >= 0
            && offset + AttributeHeaderLength + StunChecksum.FingerprintLength == _bytes.Length
            && Value(offset).Length == StunChecksum.FingerprintLength
            && BinaryPrimitives.ReadUInt32BigEndian(Value(offset)) == StunChecksum.ComputeFingerprint(_bytes[..offset]);
    }

    private static int PaddedAttributeLength(ReadOnlySpan<byte> attribute) =>
        AttributeHeaderLength + ((BinaryPrimitives.ReadUInt16BigEndian(attribute[2..]) + 3) & ~3);

    private StunAttributeType TypeAt(int offset) => (StunAttributeType)BinaryPrimitives.ReadUInt16BigEndian(_bytes[offset..]);

    private ReadOnlySpan<byte> Value(int offset) =>
        _bytes.Slice(offset + AttributeHeaderLength, BinaryPrimitives.ReadUInt16BigEndian(_bytes[(offset + 2)..]));

    /// <summary>Offset of the attribute's header, or -1.</summary>
    private int Find(StunAttributeType type)
    {
        bool vouchedFor = true;
        for (int offset = HeaderLength; offset < _bytes.Length; offset += PaddedAttributeLength(_bytes[offset..]))
        {
            StunAttributeType found = TypeAt(offset);
            if (found == type && (vouchedFor || type == StunAttributeType.Fingerprint))
            {
                return offset;
            }

            vouchedFor &= found != StunAttributeType.MessageIntegrity;
        }

        return -1;
    }
}
