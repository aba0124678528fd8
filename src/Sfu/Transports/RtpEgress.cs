using Rtp;
using Rtp.HeaderExtensions;
using Rtp.Srtp;
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
    private ushort _transportSequence;

    /// <summary>Where the peer is; null until a path is nominated.</summary>
    public TransportAddress? Path { get; set; }

    /// <summary>The keys; null until the handshake is complete.</summary>
    public SrtpSender? Keys { get; set; }

    /// <summary>Whether packets can be sent.</summary>
    public bool Ready => Path is not null && Keys is not null;

    /// <summary>RTP packets sent.</summary>
    public long Packets { get; private set; }

    /// <summary>Payload bytes sent.</summary>
    public long PayloadBytes { get; private set; }

    /// <summary>Sends an RTP packet.</summary>
    /// <param name="stream">The source's state.</param>
    /// <param name="header">The fixed header.</param>
    /// <param name="mid">The section, for <c>sdes:mid</c>.</param>
    /// <param name="source">The slab that holds the payload and the forwarded extensions.</param>
    /// <param name="forwarded">Where the forwarded extensions lie in it.</param>
    /// <param name="payload">The payload, a part of it.</param>
    /// <returns>False when the packet was given up.</returns>
    public bool TrySend(
        SrtpSenderStream stream,
        in OutgoingHeader header,
        in StreamIdentifier mid,
        ReadOnlySpan<byte> source,
        in ForwardedExtensions forwarded,
        ReadOnlySpan<byte> payload)
    {
        Span<byte> buffer = outbox.Begin();
        if (buffer.IsEmpty)
        {
            return false;
        }

        int headerLength = RtpHeader.Write(buffer, header.PayloadType, header.Marker, header.SequenceNumber, header.Timestamp, header.Ssrc);
        headerLength += WriteExtensions(buffer, headerLength, mid, source, forwarded);
        if (!outbox.TryCommit(Path!.Value, stream, headerLength, payload))
        {
            return false;
        }

        Packets++;
        PayloadBytes += payload.Length;
        return true;
    }

    private int WriteExtensions(
        Span<byte> packet, int offset, in StreamIdentifier mid, ReadOnlySpan<byte> source, in ForwardedExtensions forwarded)
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
            TransportSequenceNumber.Write(data, _transportSequence++);
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
            if (id != 0)
            {
                writer.TryAdd(id, source.Slice(slice.Offset, slice.Length));
            }
        }

        int length = writer.Finish();
        RtpHeader.WriteExtensionFlag(packet, length > 0);
        return length;
    }
}
