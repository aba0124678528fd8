using Rtp;
using Rtp.Srtp;
using Sfu.Dtls;
using Sfu.Engine;

namespace Sfu.Transports;

/// <summary>What comes from one client: authenticated and deciphered, or counted and dropped.</summary>
/// <param name="drops">Counts for the engine as a whole.</param>
internal sealed class RtpIngress(DropCounters drops) : IDisposable
{
    private SrtpReceiver? _srtp;

    /// <summary>Datagrams that were not authentic, replayed or malformed.</summary>
    public long Rejected { get; private set; }

    /// <summary>The handshake is over: from now on packets can be read.</summary>
    public void Start(DtlsSrtpKeys keys) => _srtp = new SrtpReceiver(keys.Profile, keys.RemoteKey, keys.RemoteSalt);

    /// <summary>Deciphers an RTP packet in place; reads its header.</summary>
    public bool TryUnprotectRtp(Span<byte> packet, out RtpHeader header)
    {
        if (!RtpHeader.TryParseEncrypted(packet, out header))
        {
            return Reject(DropReason.SrtpMalformed);
        }

        if (_srtp is null)
        {
            return Reject(DropReason.SrtpRefused);
        }

        SrtpStatus status = _srtp.UnprotectRtp(packet, header.PayloadOffset, out int length);
        return status != SrtpStatus.Ok ? Reject(ReasonOf(status))
            : header.TryFinishPadding(packet[..length]) || Reject(DropReason.SrtpMalformed);
    }

    /// <summary>Deciphers an RTCP datagram in place.</summary>
    public bool TryUnprotectRtcp(Span<byte> packet, out int length)
    {
        length = 0;
        if (_srtp is null)
        {
            return Reject(DropReason.SrtpRefused);
        }

        SrtpStatus status = _srtp.UnprotectRtcp(packet, out length);
        return status == SrtpStatus.Ok || Reject(ReasonOf(status));
    }

    /// <inheritdoc/>
    public void Dispose() => _srtp?.Dispose();

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
