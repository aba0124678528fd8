using System.Security.Cryptography;
using Load.Net;
using Rtp;
using Rtp.Srtp;
using Sfu;
using Sfu.Dtls;
using Sfu.Ice;

namespace Load.Clients;

/// <summary>
/// A client's connection: the full, controlling ICE agent's part towards a lite one (RFC 8445 section 6.1.1), DTLS, SRTP. It checks, nominates, asks for
/// consent (RFC 7675) as browsers do.
/// </summary>
internal sealed class ClientTransport : IDisposable
{
    private static readonly long CheckInterval = MediaTime.Milliseconds(50);
    private static readonly long ConsentInterval = MediaTime.Milliseconds(2500);

    private readonly ClientSocket _socket;
    private readonly ClientIdentity _identity;
    private readonly RandomLoss _loss;
    private readonly SendBuffers _send;
    private readonly byte[] _transaction = new byte[StunMessage.TransactionIdLength];
    private readonly ulong _tieBreaker = (ulong)Random.Shared.NextInt64();
    private RemoteSession? _remote;
    private DtlsSession? _dtls;
    private SrtpReceiver? _inbound;
    private MediaTime _nextCheck = MediaTime.Never;
    private ushort _transportSequence;

    /// <summary>A connection that has not begun.</summary>
    public ClientTransport(ClientSocket socket, ClientIdentity identity, IceCredentials credentials, RandomLoss loss, SendBuffers send)
    {
        _socket = socket;
        _identity = identity;
        Credentials = credentials;
        _loss = loss;
        _send = send;
    }

    /// <summary>Its own, as offered.</summary>
    public IceCredentials Credentials { get; }

    /// <summary>When the server answered the first check; never before.</summary>
    public MediaTime IceConnected { get; private set; } = MediaTime.Never;

    /// <summary>When keys were there; never before.</summary>
    public MediaTime Connected { get; private set; } = MediaTime.Never;

    /// <summary>Whether the server has said good-bye, or the handshake failed.</summary>
    public bool Ended => _dtls?.State is DtlsState.Closed or DtlsState.Failed;

    /// <summary>For sending; null before <see cref="Connected"/>.</summary>
    public SrtpSender? Outbound { get; private set; }

    /// <summary>Packets that were not authentic.</summary>
    public long Rejected { get; private set; }

    /// <summary>The server's name in connectivity checks; null before the answer.</summary>
    public string? RemoteUfrag => _remote?.Credentials.Ufrag;

    /// <summary>Takes a copy of each packet of media as it is on the wire; null does not.</summary>
    public Action<ReadOnlySpan<byte>>? Tap { get; set; }

    /// <summary>When something is due.</summary>
    public MediaTime NextDeadline => MediaTime.Min(_nextCheck, _dtls?.NextDeadline ?? MediaTime.Never);

    /// <summary>The number of the next packet in this transport.</summary>
    public ushort NextTransportSequence() => _transportSequence++;

    /// <summary>Begins to connect.</summary>
    public void Start(RemoteSession remote, MediaTime now)
    {
        _remote = remote;
        _dtls = new DtlsSession(_identity.Context, remote.Role, remote.Fingerprints);
        _nextCheck = now;
        Advance(now);
    }

    /// <summary>Uses keys that both sides have, without ICE and DTLS.</summary>
    public void Start(DtlsSrtpKeys keys, MediaTime now)
    {
        IceConnected = now;
        UseKeys(keys, now);
    }

    /// <summary>Does what is due.</summary>
    public void Advance(MediaTime now)
    {
        if (_nextCheck <= now)
        {
            SendCheck();
            _nextCheck = now + (IceConnected == MediaTime.Never ? CheckInterval : ConsentInterval);
        }

        if (_dtls is not null && _dtls.NextDeadline <= now)
        {
            _dtls.HandleTimeout(now);
            FlushDtls(now);
        }
    }

    /// <summary>Takes a datagram that is neither RTP nor RTCP.</summary>
    public void Receive(ReadOnlySpan<byte> datagram, PacketKind kind, MediaTime now)
    {
        if (kind == PacketKind.Stun)
        {
            ReceiveStun(datagram, now);
        }
        else if (kind == PacketKind.Dtls && _dtls is not null)
        {
            _dtls.Receive(datagram, now);
            FlushDtls(now);
        }
    }

    /// <summary>Deciphers an RTP packet in place.</summary>
    public bool TryUnprotect(Span<byte> packet, out RtpHeader header)
    {
        if (_inbound is not null
            && RtpHeader.TryParseEncrypted(packet, out header)
            && _inbound.UnprotectRtp(packet, header.PayloadOffset, out int length) == SrtpStatus.Ok
            && header.TryFinishPadding(packet[..length]))
        {
            return true;
        }

        header = default;
        Rejected++;
        return false;
    }

    /// <summary>Deciphers an RTCP datagram in place.</summary>
    public bool TryUnprotectRtcp(Span<byte> packet, out int length)
    {
        length = 0;
        if (_inbound is not null && _inbound.UnprotectRtcp(packet, out length) == SrtpStatus.Ok)
        {
            return true;
        }

        Rejected++;
        return false;
    }

    /// <summary>Room for the next datagram of this client; end with <see cref="Commit"/>, and all with <see cref="Flush"/>.</summary>
    public Span<byte> Next => _send.Next;

    /// <summary>Adds the first bytes of <see cref="Next"/>.</summary>
    public void Commit(int length)
    {
        if (Tap is not null && PacketDemultiplexer.Classify(Next[..length]) == PacketKind.Rtp)
        {
            Tap(Next[..length]);
        }

        if (_loss.Loses())
        {
            return;
        }

        _send.Commit(length);
        if (_send.Count == SendBuffers.Capacity)
        {
            Flush();
        }
    }

    /// <summary>Sends bytes of any kind from this client's address.</summary>
    public void SendRaw(ReadOnlySpan<byte> datagram)
    {
        datagram.CopyTo(Next);
        _send.Commit(datagram.Length);
        Flush();
    }

    /// <summary>Sends what was added.</summary>
    public void Flush() => _send.Flush(_socket.Descriptor);

    /// <summary>Protects and sends an RTCP datagram that stands at the start of <see cref="Next"/>.</summary>
    public void SendRtcp(int length)
    {
        if (length > 0 && Outbound is not null && Outbound.ProtectRtcp(Next, length, out int total) == SrtpStatus.Ok)
        {
            Commit(total);
            Flush();
        }
    }

    /// <summary>Says good-bye.</summary>
    public void Close(MediaTime now)
    {
        _nextCheck = MediaTime.Never;
        _dtls?.Close(now);
        FlushDtls(now);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _dtls?.Dispose();
        _inbound?.Dispose();
        Outbound?.Dispose();
        _socket.Dispose();
    }

    private void SendCheck()
    {
        RandomNumberGenerator.Fill(_transaction);
        var writer = new StunWriter(Next, StunClass.Request, _transaction);
        writer.WriteUsername(_remote!.Credentials.Ufrag, Credentials.Ufrag);
        writer.WritePriority((110u << 24) | 0xFFFFFF);
        writer.WriteControlling(_tieBreaker);
        writer.WriteUseCandidate();
        writer.WriteIntegrity(_remote.Credentials.PasswordBytes);
        writer.WriteFingerprint();
        Commit(writer.Written.Length);
        Flush();
    }

    private void ReceiveStun(ReadOnlySpan<byte> datagram, MediaTime now)
    {
        if (_remote is null || !StunMessage.TryParse(datagram, out StunMessage message))
        {
            return;
        }

        if (message.Class == StunClass.Request && message.VerifyIntegrity(Credentials.PasswordBytes))
        {
            var answer = new StunWriter(Next, StunClass.Success, message.TransactionId);
            answer.WriteXorMappedAddress(_socket.Server);
            answer.WriteIntegrity(Credentials.PasswordBytes);
            answer.WriteFingerprint();
            Commit(answer.Written.Length);
            Flush();
        }
        else if (message.Class == StunClass.Success && IceConnected == MediaTime.Never && message.VerifyIntegrity(_remote.Credentials.PasswordBytes))
        {
            IceConnected = now;
            _nextCheck = now + ConsentInterval;
            if (_remote.Role == DtlsRole.Client)
            {
                _dtls!.Start(now);
                FlushDtls(now);
            }
        }
    }

    private void FlushDtls(MediaTime now)
    {
        while (_dtls is not null && _dtls.TryTakeOutgoing(Next, out int length))
        {
            Commit(length);
        }

        Flush();
        if (_dtls?.Keys is { } keys && Outbound is null)
        {
            UseKeys(keys, now);
        }
    }

    private void UseKeys(DtlsSrtpKeys keys, MediaTime now)
    {
        _inbound = new SrtpReceiver(keys.Profile, keys.RemoteKey, keys.RemoteSalt);
        Outbound = new SrtpSender(keys.Profile, keys.LocalKey, keys.LocalSalt);
        Connected = now;
    }
}
