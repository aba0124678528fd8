using Rtp;
using Rtp.Srtp;
using Sfu.Dtls;
using Sfu.Engine;
using Sfu.Ice;
using Sfu.Memory;
using Sfu.Net;
using Sfu.Sdp;

namespace Sfu.Transports;

/// <summary>
/// The connection to one client: ICE finds the path, DTLS brings the keys, SRTP protects. Nothing is sent to an address that has not
/// authenticated itself by ICE, beyond the STUN answer.
/// </summary>
internal sealed class PeerTransport : IDisposable
{
    /// <summary>The longest RTCP datagram before protection; fits every path.</summary>
    public const int MaximumRtcpLength = 1100;

    /// <summary>Room for an RTCP datagram with what SRTCP adds.</summary>
    public const int RtcpBufferSize = MaximumRtcpLength + 64;

    private readonly IceLiteAgent _ice;
    private readonly DtlsSession? _dtls;
    private readonly DtlsRole _role;
    private readonly DtlsSrtpKeys? _agreedKeys;
    private readonly RtpEgress _egress;
    private readonly Outbox _outbox;
    private readonly RtpIngress _ingress;
    private readonly DropCounters _drops;
    private readonly MediaTime _connectDeadline;
    private IceCredentials? _remote;
    private SrtpSender? _outbound;
    private bool _interrupted;

    /// <summary>Waits for the client.</summary>
    /// <param name="request">Credentials and fingerprints of both sides.</param>
    /// <param name="egress">Is given path and keys.</param>
    /// <param name="outbox">Takes what is to be sent.</param>
    /// <param name="drops">Counts what is of no use, for the engine as a whole.</param>
    /// <param name="connectDeadline">When to give up if ICE and DTLS are not complete.</param>
    /// <param name="entropy">Where numbers come from that nobody may guess.</param>
    public PeerTransport(JoinRequest request, RtpEgress egress, Outbox outbox, DropCounters drops, MediaTime connectDeadline, EntropySource entropy)
    {
        _ice = new IceLiteAgent(request.Credentials) { Entropy = entropy };
        _role = request.Session.LocalSetup == SetupRole.Active ? DtlsRole.Client : DtlsRole.Server;
        _dtls = request.Dtls is null ? null : new DtlsSession(
            request.Dtls,
            _role,
            request.Session.Remote.Fingerprints,
            profiles: request.Session.RepeatsPackets ? UseSrtp.RepeatableProfiles : null);
        _agreedKeys = request.Keys;
        _egress = egress;
        _outbox = outbox;
        _ingress = new RtpIngress(drops);
        _drops = drops;
        _connectDeadline = connectDeadline;
        ReadRemote(request.Session);
    }

    /// <summary>Whether ICE and DTLS are complete, and the end has not come.</summary>
    public bool Connected => _outbound is not null && Ended is null;

    /// <summary>Why it is over, or null.</summary>
    public DisconnectReason? Ended { get; private set; }

    /// <summary>Datagrams that were not authentic, replayed or malformed.</summary>
    public long Rejected => _ingress.Rejected;

    /// <summary>The addresses that the client has authenticated from.</summary>
    public ReadOnlySpan<TransportAddress> Paths => _ice.Paths;

    /// <summary>Whether an address is the one that media goes to, and the client is there.</summary>
    public bool Uses(in TransportAddress address) => _ice.State == IceState.Connected && _ice.SelectedPath == address;

    /// <summary>When something is due.</summary>
    public MediaTime NextDeadline
    {
        get
        {
            MediaTime next = MediaTime.Min(_ice.NextDeadline, _dtls?.NextDeadline ?? MediaTime.Never);
            return _outbound is null ? MediaTime.Min(next, _connectDeadline) : next;
        }
    }

    /// <summary>Takes a connectivity check that names this transport.</summary>
    /// <param name="message">The check.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="now">The time.</param>
    /// <param name="forgotten">An address that is no longer one of <see cref="Paths"/>, or null.</param>
    /// <returns>Whether it is authentic: the source is one of <see cref="Paths"/> then.</returns>
    public bool ReceiveStun(in StunMessage message, in TransportAddress source, MediaTime now, out TransportAddress? forgotten)
    {
        forgotten = null;
        Span<byte> response = _outbox.Begin();
        if (response.IsEmpty)
        {
            _drops.Add(DropReason.OutOfMemory);
            return false;
        }

        IceCheckResult result = _ice.Handle(message, source, now, response, out int length);
        if (length > 0)
        {
            _outbox.Commit(source, length);
        }
        else
        {
            _outbox.Abandon();
        }

        if (!result.IsAuthentic)
        {
            _drops.Add(DropReason.StunRefused);
        }

        forgotten = result.ForgottenPath;
        _egress.Path = _ice.SelectedPath ?? _egress.Path;
        if (_egress.Path is not null && _role == DtlsRole.Client && _dtls is { State: DtlsState.New })
        {
            _dtls.Start(now);
        }

        FlushDtls();
        FlushIce(now);
        return result.IsAuthentic;
    }

    /// <summary>Takes the answer to a question of ours, from one of <see cref="Paths"/>.</summary>
    public void ReceiveStunResponse(in StunMessage message, in TransportAddress source, MediaTime now)
    {
        if (_ice.HandleResponse(message, source, now))
        {
            _egress.Path = _ice.SelectedPath;
        }
    }

    /// <summary>Takes a DTLS datagram from one of <see cref="Paths"/>.</summary>
    public void ReceiveDtls(ReadOnlySpan<byte> datagram, MediaTime now)
    {
        _dtls?.Receive(datagram, now);
        FlushDtls();
    }

    /// <summary>Deciphers an RTP packet in place; reads its header.</summary>
    public bool TryUnprotectRtp(Span<byte> packet, in SrtpExpectedTag expected, MediaTime now, out RtpHeader header) =>
        Heard(_ingress.TryUnprotectRtp(packet, expected, out header), now);

    /// <summary>Deciphers an RTCP datagram in place.</summary>
    public bool TryUnprotectRtcp(Span<byte> packet, MediaTime now, out int length) =>
        Heard(_ingress.TryUnprotectRtcp(packet, out length), now);

    /// <summary>Protects and sends an RTCP datagram.</summary>
    /// <param name="buffer">Of <see cref="RtcpBufferSize"/> bytes.</param>
    /// <param name="length">Bytes of it, at most <see cref="MaximumRtcpLength"/>.</param>
    public void SendRtcp(Span<byte> buffer, int length)
    {
        if (_outbound is null || _egress.Path is not { } path || length == 0)
        {
            return;
        }

        if (_outbound.ProtectRtcp(buffer, length, out int total) == SrtpStatus.Ok)
        {
            _outbox.Add(path, buffer[..total]);
        }
    }

    /// <summary>Does what is due.</summary>
    public void Advance(MediaTime now)
    {
        _ice.Advance(now);
        FlushIce(now);
        if (_dtls is not null && _dtls.NextDeadline <= now)
        {
            _dtls.HandleTimeout(now);
            FlushDtls();
        }
    }

    /// <summary>What changed since the last call; on <see cref="TransportEvent.Connected"/> the keys are in place.</summary>
    public TransportEvent Settle(MediaTime now)
    {
        if (Ended is not null)
        {
            return TransportEvent.None;
        }

        Ended = EndReason(now);
        if (Ended is not null)
        {
            return TransportEvent.Disconnected;
        }

        if (_outbound is null && (_dtls?.Keys ?? _agreedKeys) is { } keys)
        {
            _ingress.Start(keys);
            RequireProof();
            _outbound = new SrtpSender(keys.Profile, keys.LocalKey, keys.LocalSalt);
            return TransportEvent.Connected;
        }

        bool interrupted = _outbound is not null && _ice.State == IceState.Interrupted;
        if (interrupted != _interrupted)
        {
            _interrupted = interrupted;
            return interrupted ? TransportEvent.Interrupted : TransportEvent.Resumed;
        }

        return TransportEvent.None;
    }

    /// <summary>The cipher that was agreed on; null before <see cref="TransportEvent.Connected"/>.</summary>
    public SrtpProfile? Profile => (_dtls?.Keys ?? _agreedKeys)?.Profile;

    /// <summary>The keys for receiving; null before <see cref="TransportEvent.Connected"/>.</summary>
    public SrtpReceiver? Inbound => _ingress.Keys;

    /// <summary>The keys for sending; null before <see cref="TransportEvent.Connected"/>.</summary>
    public SrtpSender? Outbound => _outbound;

    /// <summary>
    /// Both sides take new ICE credentials (RFC 8839 section 4.4.3); the handshake and its keys go on, and media the old path until a new one is found.
    /// </summary>
    public void RestartIce(IceCredentials credentials, NegotiatedSession session)
    {
        _ice.Restart(credentials);
        ReadRemote(session);
        if (_outbound is not null)
        {
            RequireProof();
        }
    }

    /// <summary>A TCP connection is gone.</summary>
    public void ForgetPath(in TransportAddress path)
    {
        _ice.RemovePath(path);
        _egress.Path = _ice.SelectedPath;
    }

    /// <summary>Says goodbye: the client learns at once.</summary>
    public void Close(MediaTime now)
    {
        if (_dtls is { State: DtlsState.Connected or DtlsState.Handshaking })
        {
            _dtls.Close(now);
            FlushDtls();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _dtls?.Dispose();
        _agreedKeys?.Dispose();

        // Packets that wait to be sent still need the keys.
        _outbox.Complete();
        _ingress.Dispose();
        _outbound?.Dispose();
    }

    private bool Heard(bool authentic, MediaTime now)
    {
        if (authentic)
        {
            _ice.NoteAuthenticatedMedia(now);
        }

        return authentic;
    }

    private DisconnectReason? EndReason(MediaTime now) => _dtls?.State switch
    {
        DtlsState.Closed => DisconnectReason.ClosedByPeer,
        DtlsState.Failed when _dtls!.Failure == DtlsFailure.FingerprintMismatch => DisconnectReason.FingerprintMismatch,
        DtlsState.Failed => DisconnectReason.DtlsFailed,
        _ when _outbound is null && now >= _connectDeadline => DisconnectReason.ConnectTimeout,
        _ when _outbound is not null && _ice.State == IceState.Expired => DisconnectReason.ConsentTimeout,
        _ => null,
    };

    // A peer whose credentials are not as RFC 8839 section 5.4 wants them cannot be asked anything.
    private void ReadRemote(NegotiatedSession session) =>
        _ = IceCredentials.TryParse(session.Remote.IceUfrag, session.Remote.IcePassword, out _remote);

    private void RequireProof()
    {
        if (_remote is not null)
        {
            _ice.RequireProof(_remote);
        }
    }

    private void FlushIce(MediaTime now)
    {
        Span<byte> request = stackalloc byte[IceLiteAgent.MaximumResponseLength];
        if (_ice.TryTakeRequest(now, request, out TransportAddress destination, out int length))
        {
            _outbox.Add(destination, request[..length]);
        }
    }

    private void FlushDtls()
    {
        if (_egress.Path is not { } path || _dtls is null)
        {
            return;
        }

        while (true)
        {
            Span<byte> buffer = _outbox.Begin();
            if (buffer.IsEmpty)
            {
                return;
            }

            if (!_dtls.TryTakeOutgoing(buffer, out int length))
            {
                _outbox.Abandon();
                return;
            }

            _outbox.Commit(path, length);
        }
    }
}
