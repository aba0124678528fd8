using System.Buffers.Binary;

namespace Rtp.Rtcp;

/// <summary>Generic NACK (RFC 4585 section 6.2.1), as a walk over the sequence numbers it asks for.</summary>
public ref struct Nack
{
    private const int EntryLength = 4;
    private const int MaskBits = 16;

    private ReadOnlySpan<byte> _entries;
    private ushort _packetId;
    private uint _mask;

    private Nack(FeedbackHeader header, ReadOnlySpan<byte> entries)
    {
        SenderSsrc = header.SenderSsrc;
        MediaSsrc = header.MediaSsrc;
        _entries = entries;
    }

    /// <summary>Who asks.</summary>
    public uint SenderSsrc { get; }

    /// <summary>The stream that the numbers belong to.</summary>
    public uint MediaSsrc { get; }

    /// <summary>The sequence number that <see cref="MoveNext"/> came to.</summary>
    public ushort Current { get; private set; }

    /// <summary>Lets <c>foreach</c> walk over the sequence numbers.</summary>
    public readonly Nack GetEnumerator() => this;

    /// <summary>Reads the packet.</summary>
    /// <returns>False when it is another, or has no entry.</returns>
    public static bool TryParse(RtcpPacket packet, out Nack nack)
    {
        nack = default;
        if (!FeedbackHeader.TryRead(
            packet,
            RtcpPacketType.TransportLayerFeedback,
            RtcpFeedbackFormat.Nack,
            FeedbackHeader.Length + EntryLength,
            out FeedbackHeader header))
        {
            return false;
        }

        nack = new Nack(header, packet.Body[FeedbackHeader.Length..]);
        return true;
    }

    /// <summary>
    /// Appends a packet for as many of the numbers as there is room for. They pack best in ascending order (modulo 2^16): an entry holds
    /// one number and any of the sixteen after it.
    /// </summary>
    /// <returns>How many of the numbers were written, from the first; with 0 no packet was appended.</returns>
    public static int Write(ref RtcpWriter writer, uint senderSsrc, uint mediaSsrc, scoped ReadOnlySpan<ushort> lost)
    {
        int room = (writer.Free.Length - RtcpReader.HeaderLength - FeedbackHeader.Length) / EntryLength;
        int entries = 0;
        int taken = 0;
        while (taken < lost.Length && entries < room)
        {
            taken += PackEntry(lost[taken..], out _);
            entries++;
        }

        if (entries == 0
            || !writer.TryReserve(
                RtcpPacketType.TransportLayerFeedback,
                RtcpFeedbackFormat.Nack,
                FeedbackHeader.Length + (entries * EntryLength),
                out Span<byte> body))
        {
            return 0;
        }

        new FeedbackHeader(senderSsrc, mediaSsrc).Write(body);
        scoped ReadOnlySpan<ushort> rest = lost[..taken];
        for (Span<byte> entry = body[FeedbackHeader.Length..]; !entry.IsEmpty; entry = entry[EntryLength..])
        {
            int count = PackEntry(rest, out ushort mask);
            BinaryPrimitives.WriteUInt16BigEndian(entry, rest[0]);
            BinaryPrimitives.WriteUInt16BigEndian(entry[2..], mask);
            rest = rest[count..];
        }

        return taken;
    }

    /// <summary>Goes on to the next sequence number.</summary>
    public bool MoveNext()
    {
        if (_mask == 0)
        {
            if (_entries.Length < EntryLength)
            {
                return false;
            }

            // Bit 0 stands for the packet itself, bit i for the one i after it.
            _packetId = BinaryPrimitives.ReadUInt16BigEndian(_entries);
            _mask = ((uint)BinaryPrimitives.ReadUInt16BigEndian(_entries[2..]) << 1) | 1;
            _entries = _entries[EntryLength..];
        }

        Current = (ushort)(_packetId + System.Numerics.BitOperations.TrailingZeroCount(_mask));
        _mask &= _mask - 1;
        return true;
    }

    private static int PackEntry(ReadOnlySpan<ushort> lost, out ushort mask)
    {
        mask = 0;
        int count = 1;
        for (; count < lost.Length; count++)
        {
            int distance = (ushort)(lost[count] - lost[0]);
            if (distance is 0 or > MaskBits)
            {
                break;
            }

            mask |= (ushort)(1 << (distance - 1));
        }

        return count;
    }
}
