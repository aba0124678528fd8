using Rtp.Srtp;

namespace Sfu.Dtls;

/// <summary>
/// One DTLS-SRTP association (RFC 5764), without I/O or clock: datagrams and times in, datagrams, keys and a deadline out.
/// Used by one thread at a time. Nothing that arrives makes it throw.
/// </summary>
public sealed class DtlsSession : IDisposable
{
    /// <summary>The longest datagram unless configured otherwise, in bytes: it passes every path that carries WebRTC.</summary>
    public const int DefaultMtu = 1200;

    /// <summary>The least configurable MTU: OpenSSL accepts none below 208 bytes.</summary>
    public const int MinimumMtu = 256;

    /// <summary>A datagram longer than this is discarded: it would be more than one maximal record.</summary>
    public const int MaximumDatagramLength = 16 * 1024;

    private readonly DtlsRole _role;
    private readonly IReadOnlyList<DtlsFingerprint> _peerFingerprints;
    private readonly SslHandle _ssl;
    private readonly DtlsDatagramQueue _outgoing;
    private readonly DtlsRecordFilter _filter = new();
    private DtlsFlight? _flight;
    private bool _isDeaf;

    /// <summary>Makes a session; a server waits for the peer, a client has to be started.</summary>
    /// <param name="context">Certificate, ciphers, SRTP profiles.</param>
    /// <param name="role">Ours.</param>
    /// <param name="peerFingerprints">What the peer's SDP names; one that matches is enough (RFC 8122 section 5).</param>
    /// <param name="mtu">The longest datagram to send, in bytes: <see cref="MinimumMtu"/> to <see cref="MaximumDatagramLength"/>.</param>
    /// <param name="profiles">SRTP profiles, best first; null for the context's.</param>
    /// <exception cref="OpenSslException">OpenSSL refuses the profiles.</exception>
    public DtlsSession(
        DtlsContext context, DtlsRole role, IReadOnlyList<DtlsFingerprint> peerFingerprints, int mtu = DefaultMtu, IReadOnlyList<SrtpProfile>? profiles = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mtu, MinimumMtu);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mtu, MaximumDatagramLength);
        _role = role;
        _peerFingerprints = peerFingerprints;
        _outgoing = new DtlsDatagramQueue(mtu);
        _ssl = SslHandle.Create(context.Handle, role, mtu);
        if (profiles is not null)
        {
            UseSrtp.Prefer(_ssl, profiles);
        }
    }

    /// <summary>As above, for a peer whose SDP names one fingerprint.</summary>
    public DtlsSession(DtlsContext context, DtlsRole role, DtlsFingerprint peerFingerprint, int mtu = DefaultMtu)
        : this(context, role, [peerFingerprint], mtu)
    {
    }

    /// <summary>Where the session stands.</summary>
    public DtlsState State { get; private set; }

    /// <summary>Why it failed, once <see cref="State"/> says so.</summary>
    public DtlsFailure Failure { get; private set; }

    /// <summary>Words on what went wrong last, for logs; they name no address and no key.</summary>
    public string? FailureDetail { get; private set; }

    /// <summary>The SRTP keys: there from <see cref="DtlsState.Connected"/> on, and until <see cref="Dispose"/>.</summary>
    public DtlsSrtpKeys? Keys { get; private set; }

    /// <summary>When to call <see cref="HandleTimeout"/>; <see cref="MediaTime.Never"/> if there is nothing to wait for.</summary>
    public MediaTime NextDeadline => _flight?.Deadline ?? MediaTime.Never;

    /// <summary>Datagrams without a DTLS record that could be of use: garbage, application data, what came after the end.</summary>
    public long DiscardedDatagrams { get; private set; }

    private bool IsOver => State is DtlsState.Failed or DtlsState.Closed;

    /// <summary>Sends a client's ClientHello.</summary>
    /// <exception cref="InvalidOperationException">A server waits for the peer; a client starts once.</exception>
    public void Start(MediaTime now)
    {
        if (_role != DtlsRole.Client || State != DtlsState.New)
        {
            throw new InvalidOperationException("Only a new client session is started.");
        }

        State = DtlsState.Handshaking;
        Advance(now);
    }

    /// <summary>Takes a datagram that RFC 7983 assigns to DTLS (first byte 20 to 63).</summary>
    /// <param name="datagram">Any bytes.</param>
    /// <param name="now">The time of arrival.</param>
    public void Receive(ReadOnlySpan<byte> datagram, MediaTime now)
    {
        if (IsOver || _isDeaf || datagram.Length > MaximumDatagramLength || !Feed(datagram))
        {
            DiscardedDatagrams++;
            return;
        }

        if (State == DtlsState.New)
        {
            State = DtlsState.Handshaking;
        }

        Advance(now);
    }

    /// <summary>Repeats the flight that was not answered, or gives up; does nothing before <see cref="NextDeadline"/>.</summary>
    public void HandleTimeout(MediaTime now)
    {
        if (_flight is null || now < _flight.Deadline)
        {
            return;
        }

        if (_flight.TryTake(now, out byte[] records))
        {
            _outgoing.Enqueue(records);
        }
        else
        {
            Fail(DtlsFailure.TimedOut, "the peer answered no repetition of the last flight");
        }
    }

    /// <summary>Takes the next datagram to send; call until false after every other call.</summary>
    /// <param name="buffer">At least as long as the MTU.</param>
    /// <param name="length">The datagram's length.</param>
    public bool TryTakeOutgoing(Span<byte> buffer, out int length) => _outgoing.TryDequeue(buffer, out length);

    /// <summary>Ends the session; a connected peer is told by close_notify.</summary>
    /// <param name="now">The time of the call.</param>
    public void Close(MediaTime now)
    {
        if (IsOver)
        {
            return;
        }

        if (State == DtlsState.Connected)
        {
            SendCloseNotify(now);
        }

        State = DtlsState.Closed;
        _flight = null;
    }

    /// <summary>Wipes the keys and frees what OpenSSL holds.</summary>
    public void Dispose()
    {
        if (!IsOver)
        {
            State = DtlsState.Closed;
        }

        _flight = null;
        Keys?.Dispose();
        _ssl.Dispose();
    }

    /// <summary>Gives OpenSSL the records of a datagram that it may see; false if there is none.</summary>
    private bool Feed(ReadOnlySpan<byte> datagram)
    {
        bool any = false;
        for (ReadOnlySpan<byte> rest = datagram; DtlsRecord.TryRead(rest, out DtlsRecord record); rest = rest[record.TotalLength..])
        {
            if (!_filter.Admits(record, State == DtlsState.Connected))
            {
                continue;
            }

            any = true;
            _ssl.Feed(rest[..record.TotalLength]);
        }

        return any;
    }

    /// <summary>Lets OpenSSL work on what it was given until it wants more, then collects what it wrote.</summary>
    private void Advance(MediaTime now)
    {
        // The queue of errors belongs to the thread: what others left there would be taken for ours.
        LibCrypto.ERR_clear_error();
        if (State == DtlsState.Handshaking)
        {
            Handshake();
        }

        if (State == DtlsState.Connected)
        {
            // Between datagrams, of which few come after the handshake, OpenSSL's record buffers of 34 KiB are given back.
            _ = LibSsl.SSL_alloc_buffers(_ssl);
            ReadOn();
            _ = LibSsl.SSL_free_buffers(_ssl);
        }

        CollectOutput(now);
    }

    private void Handshake()
    {
        int result = LibSsl.SSL_do_handshake(_ssl);
        if (result == 1)
        {
            Complete();
        }
        else
        {
            HandleError(result);
        }
    }

    /// <summary>After the handshake: close_notify, alerts, a Finished that the peer repeats because ours was lost.</summary>
    private unsafe void ReadOn()
    {
        byte* scratch = stackalloc byte[1];
        int result;
        do
        {
            result = LibSsl.SSL_read(_ssl, scratch, 1);
        }
        while (result > 0);

        HandleError(result);
    }

    private void HandleError(int result)
    {
        switch (LibSsl.SSL_get_error(_ssl, result))
        {
            case LibSsl.SslErrorWantRead:
                break;
            case LibSsl.SslErrorZeroReturn:
                // RFC 5246 section 7.2.1: answer a close_notify by one.
                _ = LibSsl.SSL_shutdown(_ssl);
                State = DtlsState.Closed;
                _flight = null;
                break;
            default:
                bool alert = OpenSslException.IsPeerAlert();
                FailureDetail = OpenSslException.TakeError();
                if (State == DtlsState.Connected && !alert)
                {
                    // No forged record should bring OpenSSL here. Should one do it all the same, the media has its keys and its own
                    // authentication: it goes on, and the end of the peer shows by its silence.
                    _isDeaf = true;
                    break;
                }

                Fail(alert ? DtlsFailure.PeerAlert : DtlsFailure.HandshakeFailed, FailureDetail);
                break;
        }

        LibCrypto.ERR_clear_error();
    }

    private void Complete()
    {
        byte[] certificate = PeerCertificate.Read(_ssl);
        if (UseSrtp.Selected(_ssl) is not { } profile)
        {
            Abort(DtlsFailure.NoSrtpProfile, "the peer shares no SRTP protection profile");
        }
        else if (!_peerFingerprints.Any(f => f.Matches(certificate)))
        {
            Abort(DtlsFailure.FingerprintMismatch, "the peer's certificate is not the one that its SDP named");
        }
        else
        {
            Keys = DtlsSrtpKeys.Export(_ssl, profile, _role);
            State = DtlsState.Connected;
        }

        _flight = null;
    }

    /// <summary>Fails a session whose handshake OpenSSL thinks good, and tells the peer that it is over.</summary>
    private void Abort(DtlsFailure failure, string detail)
    {
        _ = LibSsl.SSL_shutdown(_ssl);
        Fail(failure, detail);
    }

    private void Fail(DtlsFailure failure, string detail)
    {
        State = DtlsState.Failed;
        Failure = failure;
        FailureDetail = detail;
        _flight = null;
    }

    private void SendCloseNotify(MediaTime now)
    {
        LibCrypto.ERR_clear_error();
        _ = LibSsl.SSL_alloc_buffers(_ssl);
        _ = LibSsl.SSL_shutdown(_ssl);
        LibCrypto.ERR_clear_error();
        CollectOutput(now);
    }

    private void CollectOutput(MediaTime now)
    {
        byte[] written = _ssl.TakeWritten();
        ref RetransmissionMarks marks = ref _ssl.Marks;
        if (!marks.FlightStarted)
        {
            _outgoing.Enqueue(written);
            return;
        }

        byte[][] parts = marks.Split(written);
        marks.Clear();
        _outgoing.Enqueue(parts[0]);
        _flight = IsOver ? null : new DtlsFlight(parts.Skip(1), now);
    }
}
