using Rtp;
using Rtp.Codecs;
using Rtp.HeaderExtensions;
using Rtp.Srtp;
using Sfu.Congestion;
using Sfu.Memory;
using Sfu.Net;
using Sfu.Streams;

namespace Sfu.Transports;

/// <summary>
/// Writes the packets of one transport: header and extensions as this peer negotiated them, the payload protected straight from the shared
/// packet into the outgoing slab.
/// </summary>
internal sealed class RtpEgress(Outbox outbox, ExtensionMap extensions)
{
    /// <summary>Bytes on the wire of a packet of padding, about.</summary>
    public const int PaddingSize = Padding + 64;

    // The most that the last byte of a packet can count (RFC 3550 section 5.1).
    private const int Padding = byte.MaxValue;
    private const int TagLength = 16;

    /// <summary>What was sent, by transport-wide number.</summary>
    public SentPacketHistory Sent { get; } = new();

    /// <summary>What may be sent.</summary>
    public EgressBudget Budget { get; } = new();

    /// <summary>Whether packets have transport-wide numbers.</summary>
    public bool IsNumbered => extensions.IdOf(HeaderExtension.TransportSequenceNumber) != 0;

    /// <summary>Whether the peer is told of frames by Dependency Descriptors.</summary>
    public bool SendsDescriptors => extensions.IdOf(HeaderExtension.DependencyDescriptor) != 0;

    /// <summary>Where the peer is; null until a path is nominated.</summary>
    public TransportAddress? Path { get; set; }

    /// <summary>The keys; null until the handshake is complete.</summary>
    public SrtpSender? Keys { get; set; }

    /// <summary>Whether packets can be sent.</summary>
    public bool Ready => Path is not null && Keys is not null;

    /// <summary>Sends an RTP packet.</summary>
    /// <param name="stream">The source's state.</param>
    /// <param name="header">The fixed header.</param>
    /// <param name="mid">The section, for <c>sdes:mid</c>.</param>
    /// <param name="source">The slab that holds the payload and the forwarded extensions.</param>
    /// <param name="forwarded">Where the forwarded extensions lie in it.</param>
    /// <param name="payload">The payload, a part of it.</param>
    /// <param name="kind">What it carries.</param>
    /// <param name="now">The time.</param>
    /// <returns>False when the packet was given up.</returns>
    public bool TrySend(
        SrtpSenderStream stream,
        in OutgoingHeader header,
        in StreamIdentifier mid,
        ReadOnlySpan<byte> source,
        in ForwardedExtensions forwarded,
        ReadOnlySpan<byte> payload,
        SentPacketKind kind,
        MediaTime now)
    {
        Span<byte> buffer = outbox.Begin();
        if (buffer.IsEmpty)
        {
            return false;
        }

        // The pacer is behind us: the transport-wide number is that of a packet which is sent now (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 2).
        int headerLength = RtpHeader.Write(buffer, header.PayloadType, header.Marker, header.SequenceNumber, header.Timestamp, header.Ssrc);
        headerLength += WriteExtensions(buffer, headerLength, mid, header.Playout, source, forwarded, now);
        RtpHeader.WritePaddingFlag(buffer, header.Padded);
        if (!outbox.TryCommit(Path!.Value, stream, headerLength, payload))
        {
            return false;
        }

        int size = headerLength + payload.Length + TagLength;
        Budget.Spend(size, now);
        if (IsNumbered)
        {
            ushort sequence = kind == SentPacketKind.Retransmission ? RtxPayload.ReadOriginalSequenceNumber(payload) : header.SequenceNumber;
            Sent.Add(kind, header.Ssrc, sequence, size, now);
        }

        return true;
    }

    /// <summary>Sends a packet of nothing but padding, to probe for bandwidth.</summary>
    public bool TrySendPadding(SrtpSenderStream stream, in OutgoingHeader header, in StreamIdentifier mid, MediaTime now)
    {
        Span<byte> padding = stackalloc byte[Padding];
        padding.Clear();
        padding[^1] = Padding;
        return TrySend(stream, header, mid, default, default, padding, SentPacketKind.Probe, now);
    }

    private int WriteExtensions(
        Span<byte> packet, int offset, in StreamIdentifier mid, PlayoutDelay? playout, ReadOnlySpan<byte> source, in ForwardedExtensions forwarded, MediaTime now)
    {
        var writer = new RtpExtensionWriter(packet[offset..], extensions.AllowMixed);
        byte id = extensions.IdOf(HeaderExtension.Mid);
        if (id != 0 && writer.TryReserve(id, mid.Length, out Span<byte> data))
        {
            mid.Write(data);
        }

        id = extensions.IdOf(HeaderExtension.TransportSequenceNumber);
        if (id != 0 && writer.TryReserve(id, TransportSequenceNumber.Length, out data))
        {
            TransportSequenceNumber.Write(data, Sent.NextNumber);
        }
        else if (id == 0 && (id = extensions.IdOf(HeaderExtension.AbsoluteSendTime)) != 0 && writer.TryReserve(id, AbsoluteSendTime.Length, out data))
        {
            // Those who estimate themselves (REMB) go by it.
            AbsoluteSendTime.FromMicroseconds(now.Microseconds).Write(data);
        }

        byte ours = 0;
        if (playout is { } delay && (ours = extensions.IdOf(HeaderExtension.PlayoutDelay)) != 0 && writer.TryReserve(ours, PlayoutDelay.Length, out data))
        {
            delay.Write(data);
        }

        ReadOnlySpan<ExtensionSlice> slices = forwarded;
        for (int i = 0; i < slices.Length; i++)
        {
            ExtensionSlice slice = slices[i];
            if (slice.Length == 0)
            {
                continue;
            }

            id = extensions.IdOf((HeaderExtension)((int)ExtensionMap.FirstForwarded + i));
            if (id != ours)
            {
                writer.TryAdd(id, source.Slice(slice.Offset, slice.Length));
            }
        }

        int length = writer.Finish();
        RtpHeader.WriteExtensionFlag(packet, length > 0);
        return length;
    }
}
