using System.Diagnostics.CodeAnalysis;
using Rtp;
using Rtp.Rtcp;
using Rtp.Srtp;
using Sfu;
using Sfu.Dtls;
using Sfu.Ice;
using Sfu.Net;
using Sfu.Sdp;
using Simulation.Network;
using Simulation.World;

namespace Simulation.Clients;

/// <summary>The connection of a client: checks its path, shakes hands, protects what it sends and unprotects what it receives.</summary>
internal abstract class SimulatedPeer : IDisposable
{
    /// <summary>Where clients go that are not told otherwise.</summary>
    public const string Room = "room";

    private const int MaximumRtcpLength = 1200;
    private const int RtcpTrailer = 32;

    private static readonly DtlsCertificate Certificate = DtlsCertificate.Create(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly long CheckInterval = MediaTime.Milliseconds(500);

    private readonly Route _toEngine;
    private readonly DtlsContext _context;
    private readonly byte[] _buffer = new byte[2048];
    private IceCredentials _ice;
    private AgreedKeys? _agreedKeys;
    private DtlsSession? _dtls;
    private SrtpReceiver? _inbound;
    private bool _gone;

    /// <summary>A client that has not joined yet.</summary>
    /// <param name="simulator">Its world.</param>
    /// <param name="key">Its name.</param>
    /// <param name="profile">What it is able to do.</param>
    /// <param name="access">Its own network.</param>
    /// <param name="bottleneck">What it shares with others, between its own network and the engine; null for nothing.</param>
    /// <param name="shard">The engine that it connects to.</param>
    protected SimulatedPeer(
        Simulator simulator, ParticipantKey key, ClientProfile profile, Bottleneck access, Bottleneck? bottleneck, int shard)
    {
        Shard = shard;
        Simulator = simulator;
        Profile = profile;

        // One that comes again is another client of the same name.
        int times = simulator.Clients.Count(client => client.Key == key);
        Random = simulator.NewRandom(times == 0 ? $"{key}" : $"{key} {times}");
        _ice = Signaling.NewCredentials(Random);
        Up = access.Up;
        Down = access.Down;
        _toEngine = bottleneck is null ? new Route(access.Up) : new Route(access.Up, bottleneck.Up);
        FromEngine = bottleneck is null ? new Route(access.Down) : new Route(bottleneck.Down, access.Down);
        _context = new DtlsContext(Certificate, [profile.Srtp]);
        Key = key;
    }

    public ParticipantKey Key { get; }

    public ClientProfile Profile { get; }

    /// <summary>The engine that it connects to.</summary>
    public int Shard { get; }

    /// <summary>Its own network towards the engine.</summary>
    public Link Up { get; }

    /// <summary>Its own network from the engine.</summary>
    public Link Down { get; }

    /// <summary>The whole way from the engine.</summary>
    public Route FromEngine { get; }

    /// <summary>Where it sends from.</summary>
    public TransportAddress Address { get; private set; }

    public NegotiatedSession? Session { get; private set; }

    public IceCredentials? ServerCredentials { get; private set; }

    public SrtpSender? Outbound { get; private set; }

    public bool Connected => Outbound is not null;

    public DtlsState DtlsState => _dtls?.State ?? DtlsState.New;

    /// <summary>Packets that were not authentic.</summary>
    public int Rejected { get; private set; }

    /// <summary>Whether its device sleeps: nothing goes out, and what comes is not seen.</summary>
    public bool Asleep { get; set; }

    protected Simulator Simulator { get; }

    protected Random Random { get; }

    /// <summary>The sources that the offer announces.</summary>
    protected abstract OfferedSources Sources { get; }

    /// <summary>Offers, is answered, and starts to connect.</summary>
    public void Join(bool gate = true)
    {
        string offer = ClientOffer.Write(Profile, _ice.Ufrag, _ice.Password, Certificate.Fingerprint.ToString(), Sources);
        ServerCredentials = Signaling.NewCredentials(Random);
        _agreedKeys = Profile.AgreedKeys
            ? AgreedKeys.Create(Profile.Srtp, Profile.Passive ? DtlsRole.Client : DtlsRole.Server, Random)
            : null;
        var join = new EngineInput.Join(Key, offer, ServerCredentials, Profile.Server, Random.Next(), _agreedKeys);
        Session = join.Session;
        _dtls = Profile.AgreedKeys
            ? null
            : new DtlsSession(_context, Profile.Passive ? DtlsRole.Server : DtlsRole.Client, Signaling.ServerCertificate.Fingerprint);
        Simulator.Apply(join, Shard);
        if (gate)
        {
            Simulator.Apply(new EngineInput.Gate(Key, true), Shard);
        }

        Move();
        Check();
    }

    /// <summary>
    /// Restarts ICE (RFC 8839 section 4.4.3): offers anew with other credentials. The engine has the new ones of both sides when its answer is written, the client
    /// when that has come; what it asks until then, it asks with the former ones.
    /// </summary>
    /// <param name="signaling">Microseconds that an offer or an answer takes.</param>
    public void RestartIce(long signaling)
    {
        IceCredentials own = Signaling.NewCredentials(Random);
        IceCredentials server = Signaling.NewCredentials(Random);
        string offer = ClientOffer.Write(Profile, own.Ufrag, own.Password, Certificate.Fingerprint.ToString(), Sources);
        NegotiatedSession session = Signaling.Answer(offer, server, Profile.Server, Random.Next(), Session);
        Simulator.Schedule.After(signaling, () => Simulator.Apply(new EngineInput.Update(Key, session, server), Shard));
        Simulator.Schedule.After(2 * signaling, () => (_ice, ServerCredentials, Session) = (own, server, session));
    }

    /// <summary>Has another address from now on, as after a change of networks or a new binding of a NAT.</summary>
    public void Move() => Address = Simulator.NewAddress(this);

    /// <summary>Falls silent without a word.</summary>
    public void Vanish() => _gone = true;

    /// <summary>Ends the connection as a browser does.</summary>
    public void Close()
    {
        _dtls!.Close(Simulator.Now);
        FlushDtls();
        _gone = true;
    }

    public void Send(ReadOnlySpan<byte> datagram)
    {
        if (!_gone && !Asleep)
        {
            byte[] copy = datagram.ToArray();
            TransportAddress source = Address;
            Simulator.Received?.Invoke(copy);
            _toEngine.Send(copy.Length, () => Simulator.Apply(new EngineInput.Datagram(source, copy), Shard));
        }
    }

    public void SendRtcp(RtcpWriterAction write)
    {
        byte[] buffer = new byte[MaximumRtcpLength + RtcpTrailer];
        var writer = new RtcpWriter(buffer.AsSpan(0, MaximumRtcpLength));
        write(ref writer);
        if (writer.Length > 0 && Outbound is not null)
        {
            Require.That(Outbound.ProtectRtcp(buffer, writer.Length, out int length) == SrtpStatus.Ok);
            Send(buffer.AsSpan(0, length));
        }
    }

    public void Receive(TransportAddress address, byte[] datagram)
    {
        if (_gone || Asleep || address != Address)
        {
            return;
        }

        switch (PacketDemultiplexer.Classify(datagram))
        {
            case PacketKind.Dtls:
                _dtls?.Receive(datagram, Simulator.Now);
                FlushDtls();
                break;
            case PacketKind.Stun:
                ReceiveStun(datagram);
                break;
            case PacketKind.Rtp:
                ReceiveRtp(datagram);
                break;
            case PacketKind.Rtcp:
                ReceiveRtcp(datagram);
                break;
        }
    }

    /// <summary>The server tells by signaling what happened to it.</summary>
    public virtual void Notice(MediaEvent happened)
    {
    }

    public virtual void Dispose()
    {
        _dtls?.Dispose();
        _inbound?.Dispose();
        Outbound?.Dispose();
        _context.Dispose();
    }

    /// <summary>Takes an RTP packet in the clear, without what SRTP added.</summary>
    protected abstract void OnRtp(in RtpHeader header, byte[] packet);

    /// <summary>Takes an RTCP datagram in the clear.</summary>
    protected abstract void OnRtcp(byte[] datagram);

    /// <summary>The keys are there.</summary>
    protected virtual void OnConnected()
    {
    }

    protected NegotiatedSection SectionOf(int slot, MediaKind kind) => Session!.Sections.First(s => s.Slot == slot && s.Kind == kind);

    /// <summary>Sends a connectivity check, and goes on doing so.</summary>
    private void Check()
    {
        if (_gone)
        {
            return;
        }

        byte[] transaction = new byte[12];
        Random.NextBytes(transaction);
        var writer = new StunWriter(_buffer, StunClass.Request, transaction);
        writer.WriteUsername(ServerCredentials!.Ufrag, _ice.Ufrag);
        writer.WritePriority(1);
        writer.WriteControlling(1);
        writer.WriteUseCandidate();
        writer.WriteIntegrity(ServerCredentials.PasswordBytes);
        writer.WriteFingerprint();
        Send(writer.Written);
        Simulator.At(Simulator.Now + CheckInterval, Check);
    }

    private void ReceiveStun(byte[] datagram)
    {
        Require.That(StunMessage.TryParse(datagram, out StunMessage message));
        if (message.Class == StunClass.Request && message.VerifyIntegrity(_ice.PasswordBytes))
        {
            var answer = new StunWriter(_buffer, StunClass.Success, message.TransactionId);
            answer.WriteXorMappedAddress(Address);
            answer.WriteIntegrity(_ice.PasswordBytes);
            answer.WriteFingerprint();
            Send(answer.Written);
        }

        if (message.Class != StunClass.Success || !message.VerifyIntegrity(ServerCredentials!.PasswordBytes))
        {
            return;
        }

        if (_agreedKeys is not null && Outbound is null)
        {
            UseKeys(_agreedKeys.ForClient());
        }
        else if (_dtls is { State: DtlsState.New } && !Profile.Passive)
        {
            _dtls.Start(Simulator.Now);
            FlushDtls();
        }
    }

    private void FlushDtls()
    {
        while (_dtls is not null && _dtls.TryTakeOutgoing(_buffer, out int length))
        {
            Send(_buffer.AsSpan(0, length));
        }

        if (_dtls?.Keys is { } keys && Outbound is null)
        {
            UseKeys(keys);
        }

        if (_dtls is not null && _dtls.NextDeadline != MediaTime.Never)
        {
            Simulator.At(_dtls.NextDeadline, () =>
            {
                if (_dtls.NextDeadline <= Simulator.Now)
                {
                    _dtls.HandleTimeout(Simulator.Now);
                    FlushDtls();
                }
            });
        }
    }

    [MemberNotNull(nameof(_inbound), nameof(Outbound))]
    private void UseKeys(DtlsSrtpKeys keys)
    {
        _inbound = new SrtpReceiver(keys.Profile, keys.RemoteKey, keys.RemoteSalt);
        Outbound = new SrtpSender(keys.Profile, keys.LocalKey, keys.LocalSalt);
        OnConnected();
    }

    private void ReceiveRtp(byte[] datagram)
    {
        if (_inbound is null
            || !RtpHeader.TryParseEncrypted(datagram, out RtpHeader header)
            || _inbound.UnprotectRtp(datagram, header.PayloadOffset, out int length) != SrtpStatus.Ok
            || !header.TryFinishPadding(datagram.AsSpan(0, length)))
        {
            Rejected++;
            return;
        }

        OnRtp(header, datagram);
    }

    private void ReceiveRtcp(byte[] datagram)
    {
        if (_inbound is null || _inbound.UnprotectRtcp(datagram, out int length) != SrtpStatus.Ok)
        {
            Rejected++;
            return;
        }

        OnRtcp(datagram[..length]);
    }
}
