using System.Buffers.Binary;
using System.Text;
using Sfu.Net;

namespace Sfu.Ice;

/// <summary>
/// Writes a STUN message (RFC 8489) into a buffer: attributes in the order of the calls, MESSAGE-INTEGRITY and FINGERPRINT
/// last. Too short a buffer is the caller's defect and throws.
/// </summary>
public ref struct StunWriter
{
    private readonly Span<byte> _buffer;
    private int _length;

    /// <summary>Begins a Binding message.</summary>
    /// <param name="buffer">Receives the message.</param>
    /// <param name="messageClass">Request or answer.</param>
    /// <param name="transactionId">Twelve bytes: random for a request, the request's for an answer.</param>
    public StunWriter(Span<byte> buffer, StunClass messageClass, scoped ReadOnlySpan<byte> transactionId)
    {
        _buffer = buffer;
        int bits = (int)messageClass;
        ushort type = (ushort)(StunMessage.BindingMethod | ((bits & 2) << 7) | ((bits & 1) << 4));
        BinaryPrimitives.WriteUInt16BigEndian(buffer, type);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], StunMessage.MagicCookie);
        transactionId[..StunMessage.TransactionIdLength].CopyTo(buffer[8..]);
        _length = StunMessage.HeaderLength;
        WriteLength();
    }

    /// <summary>What has been written.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    /// <summary>USERNAME of a check: the peer's ufrag, a colon, our own (RFC 8445 section 7.2.2).</summary>
    public void WriteUsername(string peerUfrag, string ownUfrag)
    {
        Span<byte> value = Append(StunAttributeType.Username, peerUfrag.Length + 1 + ownUfrag.Length);
        Encoding.ASCII.GetBytes(peerUfrag, value);
        value[peerUfrag.Length] = (byte)':';
        Encoding.ASCII.GetBytes(ownUfrag, value[(peerUfrag.Length + 1)..]);
    }

    /// <summary>PRIORITY.</summary>
    public void WritePriority(uint priority) =>
        BinaryPrimitives.WriteUInt32BigEndian(Append(StunAttributeType.Priority, sizeof(uint)), priority);

    /// <summary>USE-CANDIDATE.</summary>
    public void WriteUseCandidate() => Append(StunAttributeType.UseCandidate, 0);

    /// <summary>ICE-CONTROLLING with the tie-breaker.</summary>
    public void WriteControlling(ulong tieBreaker) =>
        BinaryPrimitives.WriteUInt64BigEndian(Append(StunAttributeType.IceControlling, sizeof(ulong)), tieBreaker);

    /// <summary>ICE-CONTROLLED with the tie-breaker.</summary>
    public void WriteControlled(ulong tieBreaker) =>
        BinaryPrimitives.WriteUInt64BigEndian(Append(StunAttributeType.IceControlled, sizeof(ulong)), tieBreaker);

    /// <summary>XOR-MAPPED-ADDRESS (RFC 8489 section 14.2); IPv4-mapped addresses are written as IPv4.</summary>
    public void WriteXorMappedAddress(TransportAddress address)
    {
        Span<byte> value = Append(StunAttributeType.XorMappedAddress, address.IsIPv4 ? 8 : 20);
        value[0] = 0;
        value[1] = address.IsIPv4 ? StunMessage.FamilyIPv4 : StunMessage.FamilyIPv6;
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(address.Port ^ (StunMessage.MagicCookie >> 16)));
        Span<byte> full = stackalloc byte[16];
        address.WriteAddress(full);
        ReadOnlySpan<byte> plain = address.IsIPv4 ? full[12..] : full;
        for (int i = 0; i < plain.Length; i++)
        {
            // The mask is cookie and transaction id, which stand side by side in the header.
            value[4 + i] = (byte)(plain[i] ^ _buffer[4 + i]);
        }
    }

    /// <summary>ERROR-CODE (RFC 8489 section 14.8).</summary>
    /// <param name="code">300 to 699.</param>
    /// <param name="reason">ASCII, for people.</param>
    public void WriteErrorCode(int code, scoped ReadOnlySpan<byte> reason)
    {
        Span<byte> value = Append(StunAttributeType.ErrorCode, 4 + reason.Length);
        value[0] = 0;
        value[1] = 0;
        value[2] = (byte)(code / 100);
        value[3] = (byte)(code % 100);
        reason.CopyTo(value[4..]);
    }

    /// <summary>UNKNOWN-ATTRIBUTES.</summary>
    public void WriteUnknownAttributes(scoped ReadOnlySpan<ushort> types)
    {
        Span<byte> value = Append(StunAttributeType.UnknownAttributes, types.Length * sizeof(ushort));
        for (int i = 0; i < types.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(value[(i * sizeof(ushort))..], types[i]);
        }
    }

    /// <summary>Any other attribute.</summary>
    public void WriteAttribute(StunAttributeType type, scoped ReadOnlySpan<byte> value) => value.CopyTo(Append(type, value.Length));

    /// <summary>MESSAGE-INTEGRITY with a key; of the others only FINGERPRINT may follow.</summary>
    public void WriteIntegrity(scoped ReadOnlySpan<byte> key)
    {
        Span<byte> hmac = stackalloc byte[StunChecksum.IntegrityLength];
        StunChecksum.ComputeIntegrity(Written, key, hmac);
        WriteAttribute(StunAttributeType.MessageIntegrity, hmac);
    }

    /// <summary>FINGERPRINT, the last attribute.</summary>
    public void WriteFingerprint()
    {
        int covered = _length;
        Span<byte> value = Append(StunAttributeType.Fingerprint, StunChecksum.FingerprintLength);
        BinaryPrimitives.WriteUInt32BigEndian(value, StunChecksum.ComputeFingerprint(_buffer[..covered]));
    }

    private Span<byte> Append(StunAttributeType type, int valueLength)
    {
        int padded = (valueLength + 3) & ~3;
        Span<byte> attribute = _buffer.Slice(_length, StunMessage.AttributeHeaderLength + padded);
        BinaryPrimitives.WriteUInt16BigEndian(attribute, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(attribute[2..], (ushort)valueLength);
        attribute[(StunMessage.AttributeHeaderLength + valueLength)..].Clear();
        _length += attribute.Length;
        WriteLength();
        return attribute.Slice(StunMessage.AttributeHeaderLength, valueLength);
    }

    private readonly void WriteLength() =>
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[2..], (ushort)(_length - StunMessage.HeaderLength));
}
