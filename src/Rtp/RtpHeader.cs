using System.Buffers.Binary;

namespace Rtp;

/// <summary>
/// What the header of an RTP packet says (RFC 3550 section 5.1), and where its parts lie. Plain data: offsets and lengths are in
/// bytes from the start of the packet, and hold for as long as the packet's bytes stay where they are.
/// </summary>
public record struct RtpHeader
{
    /// <summary>Bytes of the fixed header, without contributing sources and extension.</summary>
    public const int FixedLength = 12;

    /// <summary>The only version there is.</summary>
    public const int Version = 2;

    private const byte PaddingBit = 0x20;
    private const byte ExtensionBit = 0x10;
    private const byte MarkerBit = 0x80;
    private const int ExtensionHeaderLength = 4;

    /// <summary>The payload type, 0 to 127.</summary>
    public byte PayloadType { get; set; }

    /// <summary>The marker bit: the last packet of a video frame, the first of a talk spurt.</summary>
    public bool Marker { get; set; }

    /// <summary>The sequence number.</summary>
    public ushort SequenceNumber { get; set; }

    /// <summary>The media timestamp, in units of the codec's clock rate.</summary>
    public uint Timestamp { get; set; }

    /// <summary>The synchronization source.</summary>
    public uint Ssrc { get; set; }

    /// <summary>How many contributing sources follow the fixed header, 0 to 15.</summary>
    public byte CsrcCount { get; set; }

    /// <summary>Whether a header extension is there (it may be empty).</summary>
    public bool HasExtension { get; set; }

    /// <summary>The P bit. Only after decryption does <see cref="PaddingLength"/> say how much.</summary>
    public bool HasPadding { get; set; }

    /// <summary>The extension's profile: 0xBEDE for one-byte elements, 0x100x for two-byte ones; 0 without an extension.</summary>
    public ushort ExtensionProfile { get; set; }

    /// <summary>Where the extension's elements start, after profile and length; 0 without an extension.</summary>
    public int ExtensionOffset { get; set; }

    /// <summary>Bytes of the extension's elements, with their padding.</summary>
    public int ExtensionLength { get; set; }

    /// <summary>Where the payload starts, which is also the length of the whole header.</summary>
    public int PayloadOffset { get; set; }

    /// <summary>Bytes of payload, without padding.</summary>
    public int PayloadLength { get; set; }

    /// <summary>Bytes of padding after the payload, with the count itself.</summary>
    public int PaddingLength { get; set; }

    /// <summary>The payload of the packet that this header was read from.</summary>
    public readonly ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> packet) => packet.Slice(PayloadOffset, PayloadLength);

    /// <summary>The payload of the packet that this header was read from, to be changed in place.</summary>
    public readonly Span<byte> Payload(Span<byte> packet) => packet.Slice(PayloadOffset, PayloadLength);

    /// <summary>The header extension's elements (RFC 8285); none where there is no extension or another profile.</summary>
    public readonly RtpExtensionReader Extensions(ReadOnlySpan<byte> packet) =>
        new(ExtensionProfile, packet.Slice(ExtensionOffset, ExtensionLength));

    /// <summary>Reads the header of a packet in the clear.</summary>
    /// <returns>False for what is no RTP packet: too short, another version, parts or padding beyond its end.</returns>
    public static bool TryParse(ReadOnlySpan<byte> packet, out RtpHeader header) =>
        TryParseEncrypted(packet, out header) && header.TryFinishPadding(packet);

    /// <summary>
    /// Reads the header of a packet that is still protected by SRTP. The payload then runs to the end of the span (ciphertext,
    /// padding and tag), because the count of padding bytes is part of the ciphertext (RFC 3711 section 3.1).
    /// Call <see cref="TryFinishPadding"/> once it is decrypted.
    /// </summary>
    /// <returns>False for what is no RTP packet: too short, another version, parts beyond its end.</returns>
    public static bool TryParseEncrypted(ReadOnlySpan<byte> packet, out RtpHeader header)
    {
        header = default;
        if (packet.Length < FixedLength || packet[0] >> 6 != Version)
        {
            return false;
        }

        int csrcCount = packet[0] & 0x0F;
        int offset = FixedLength + (csrcCount * sizeof(uint));
        if ((packet[0] & ExtensionBit) != 0)
        {
            if (packet.Length < offset + ExtensionHeaderLength)
            {
                return false;
            }

            header.HasExtension = true;
            header.ExtensionProfile = BinaryPrimitives.ReadUInt16BigEndian(packet[offset..]);
            header.ExtensionLength = BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]) * sizeof(uint);
            header.ExtensionOffset = offset + ExtensionHeaderLength;
            offset = header.ExtensionOffset + header.ExtensionLength;
        }

        if (packet.Length < offset)
        {
            header = default;
            return false;
        }

        header.CsrcCount = (byte)csrcCount;
        header.HasPadding = (packet[0] & PaddingBit) != 0;
        header.Marker = (packet[1] & MarkerBit) != 0;
        header.PayloadType = (byte)(packet[1] & ~MarkerBit);
        header.SequenceNumber = ReadSequenceNumber(packet);
        header.Timestamp = ReadTimestamp(packet);
        header.Ssrc = ReadSsrc(packet);
        header.PayloadOffset = offset;
        header.PayloadLength = packet.Length - offset;
        return true;
    }

    /// <summary>
    /// Separates payload and padding of the decrypted packet, whose span ends where the plaintext ends. A count of zero, or one
    /// that reaches into the header, makes the packet invalid (RFC 3550 section 5.1: the count includes itself).
    /// </summary>
    /// <returns>False when the padding is invalid.</returns>
    public bool TryFinishPadding(ReadOnlySpan<byte> packet)
    {
        int available = packet.Length - PayloadOffset;
        if (available < 0)
        {
            return false;
        }

        int padding = 0;
        if (HasPadding)
        {
            padding = available > 0 ? packet[^1] : 0;
            if (padding == 0 || padding > available)
            {
                return false;
            }
        }

        PaddingLength = padding;
        PayloadLength = available - padding;
        return true;
    }

    /// <summary>The sequence number of a packet of at least <see cref="FixedLength"/> bytes.</summary>
    public static ushort ReadSequenceNumber(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);

    /// <summary>The timestamp of a packet of at least <see cref="FixedLength"/> bytes.</summary>
    public static uint ReadTimestamp(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);

    /// <summary>The synchronization source of a packet of at least <see cref="FixedLength"/> bytes.</summary>
    public static uint ReadSsrc(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);

    /// <summary>Writes a fixed header without contributing sources, extension and padding.</summary>
    /// <returns>Its length, <see cref="FixedLength"/>.</returns>
    public static int Write(Span<byte> packet, byte payloadType, bool marker, ushort sequenceNumber, uint timestamp, uint ssrc)
    {
        packet[0] = Version << 6;
        packet[1] = (byte)((payloadType & ~MarkerBit) | (marker ? MarkerBit : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], ssrc);
        return FixedLength;
    }

    /// <summary>Sets the X bit: whether an extension block (<see cref="RtpExtensionWriter"/>) follows the fixed header.</summary>
    public static void WriteExtensionFlag(Span<byte> packet, bool hasExtension) => SetBit(ref packet[0], ExtensionBit, hasExtension);

    /// <summary>Sets the P bit: whether the payload ends with padding.</summary>
    public static void WritePaddingFlag(Span<byte> packet, bool hasPadding) => SetBit(ref packet[0], PaddingBit, hasPadding);

    private static void SetBit(ref byte target, byte bit, bool value) => target = (byte)(value ? target | bit : target & ~bit);
}
