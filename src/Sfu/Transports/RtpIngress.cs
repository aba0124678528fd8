using Rtp;
using Rtp.Srtp;
using Sfu.Dtls;
using Sfu.Engine;

namespace Sfu.Transports;

/// <summary>What comes from one client: authenticated and deciphered, or counted and dropped.</summary>
/// <param name="drops">Counts for the engine as a whole.</param>
internal sealed class RtpIngress(DropCounters drops) : IDisposable
{
    /// <summary>The keys; null until the handshake is complete.</summary>
    public SrtpReceiver? Keys { get; private set; }

    /// <summary>Datagrams that were not authentic, replayed or malformed.</summary>
    public long Rejected { get; private set; }

    /// <summary>The handshake is over: from now on packets can be read.</summary>
    public void Start(DtlsSrtpKeys keys) => Keys = new SrtpReceiver(keys.Profile, keys.RemoteKey, keys.RemoteSalt);

    /// <summary>Deciphers an RTP packet in place; reads its header.</summary>
    public bool TryUnprotectRtp(Span<byte> packet, in SrtpExpectedTag expected, out RtpHeader header)
    {
        if (!RtpHeader.TryParseEncrypted(packet, out header))
        {
            return Reject(DropReason.SrtpMalformed);
        }

        if (Keys is null)
        {
            return Reject(DropReason.SrtpRefused);
        }

        SrtpStatus status = Keys.UnprotectRtp(packet, header.PayloadOffset, expected, out int length);
        return status != SrtpStatus.Ok ? Reject(ReasonOf(status))
            : header.TryFinishPadding(packet[..length]) || Reject(DropReason.SrtpMalformed);
    }

    /// <summary>Deciphers an RTCP datagram in place.</summary>
    public bool TryUnprotectRtcp(Span<byte> packet, out int length)
    {
        length = 0;
        if (Keys is null)
        {
            return Reject(DropReason.SrtpRefused);
        }

        SrtpStatus status = Keys.UnprotectRtcp(packet, out length);
        return status == SrtpStatus.Ok || Reject(ReasonOf(status));
    }

    /// <inheritdoc/>
    public void Dispose() => Keys?.Dispose();

    private static DropReason ReasonOf(SrtpStatus status) => status switch
    {
        SrtpStatus.Replayed or SrtpStatus.TooOld => DropReason.SrtpReplayed,
        SrtpStatus.AuthenticationFailed => DropReason.SrtpUnauthentic,
        SrtpStatus.TooManySources or SrtpStatus.KeyExhausted => DropReason.SrtpRefused,
        _ => DropReason.SrtpMalformed,
    };

    private bool Reject(DropReason reason)
    {
        Rejected++;
        drops.Add(reason);
        return false;
    }
}
