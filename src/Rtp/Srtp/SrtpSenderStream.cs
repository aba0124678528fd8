using System.Diagnostics.CodeAnalysis;

namespace Rtp.Srtp;

/// <summary>
/// One SSRC of an <see cref="SrtpSender"/>, with its rollover counter. To be kept by the code that sends, so that nothing is looked up
/// for a packet.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "RFC 3711 section 3.2.3 calls it an SRTP stream.")]
public sealed class SrtpSenderStream
{
    private readonly SrtpSender _sender;

    // Each index may be used once: a second packet under the same nonce would give AES-GCM's hash key away.
    private readonly ReplayWindow _sent;

    internal SrtpSenderStream(SrtpSender sender, uint ssrc, ReplayWindow sent)
    {
        _sender = sender;
        _sent = sent;
        Ssrc = ssrc;
    }

    /// <summary>The SSRC that its packets carry.</summary>
    public uint Ssrc { get; }

    /// <summary>What enciphers. Its sender must not be disposed.</summary>
    internal SrtpTransform Transform => _sender.RtpTransform;

    /// <summary>Writes a protected RTP packet.</summary>
    /// <param name="destination">
    /// Starts with the whole header, written by the caller; receives payload and tag behind it. It may hold the payload already, right
    /// behind the header, but not overlap with it otherwise.
    /// </param>
    /// <param name="headerLength">Bytes of fixed header, CSRCs and header extension.</param>
    /// <param name="payload">What to encipher, padding included. Left as it is, unless it lies in the destination.</param>
    /// <param name="length">Bytes of the protected packet; 0 unless Ok.</param>
    /// <returns>
    /// <see cref="SrtpStatus.Replayed"/> for a sequence number that was sent before and <see cref="SrtpStatus.TooOld"/> for one more than
    /// about a thousand behind: what is to be sent again goes out as RTX (RFC 4588), or as the protected bytes of the first time.
    /// </returns>
    public SrtpStatus Protect(Span<byte> destination, int headerLength, ReadOnlySpan<byte> payload, out int length)
    {
        SrtpTransform transform = Transform;
        SrtpStatus status = Reserve(destination, headerLength, payload.Length, transform.TagLength, out length, out ulong index);
        if (status == SrtpStatus.Ok)
        {
            transform.ProtectRtp(Ssrc, index, destination[..length], headerLength, payload);
        }

        return status;
    }

    /// <summary>
    /// The index of the packet whose header is in <paramref name="destination"/>, which counts as used from now on, and the length that
    /// the packet will have.
    /// </summary>
    internal SrtpStatus Reserve(
        ReadOnlySpan<byte> destination, int headerLength, int payloadLength, int tagLength, out int length, out ulong index)
    {
        length = 0;
        index = 0;
        if (headerLength is < RtpHeader.FixedLength or > SrtpReceiver.MaximumPacketLength
            || payloadLength > SrtpReceiver.MaximumPacketLength - headerLength - tagLength)
        {
            return SrtpStatus.Malformed;
        }

        int packetLength = headerLength + payloadLength + tagLength;
        if (packetLength > destination.Length)
        {
            return SrtpStatus.BufferTooSmall;
        }

        if (RtpHeader.ReadSsrc(destination) != Ssrc)
        {
            return SrtpStatus.Malformed;
        }

        long nearest = SrtpPacketIndex.Nearest(_sent, RtpHeader.ReadSequenceNumber(destination));
        if (nearest is < 0 or > SrtpPacketIndex.Maximum)
        {
            return nearest < 0 ? SrtpStatus.TooOld : SrtpStatus.KeyExhausted;
        }

        index = (ulong)nearest;
        SrtpStatus status = _sent.Check(index);
        if (status == SrtpStatus.Ok)
        {
            _sent.Commit(index);
            length = packetLength;
        }

        return status;
    }
}
