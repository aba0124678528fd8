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
using Simulation.Receivers;
using Simulation.Senders;
using Simulation.World;

namespace Simulation.Clients;

/// <summary>A WebRTC client of a browser's kind: checks its path, shakes hands, sends a camera and a microphone, receives and repairs.</summary>
internal sealed class SimulatedClient : IDisposable
{
    public const string Room = "room";

    private static readonly DtlsCertificate Certificate = DtlsCertificate.Create(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly long CheckInterval = MediaTime.Milliseconds(500);

    private readonly Simulator _simulator;
    private readonly ClientProfile _profile;
    private readonly IceCredentials _ice;
    private readonly Random _random;
    private readonly Route _toEngine;
    private AgreedKeys? _agreedKeys;
    private readonly DtlsContext _context;
    private readonly byte[] _buffer = new byte[2048];
    private DtlsSession? _dtls;
    private SrtpReceiver? _inbound;
    private ushort _transportSequence = 65_500;
    private bool _gone;

    /// <summary>A client that has not joined yet.</summary>
    /// <param name="simulator">Its world.</param>
    /// <param name="key">Its name.</param>
    /// <param name="profile">What it is able to do.</param>
    /// <param name="access">Its own network.</param>
    /// <param name="bottleneck">What it shares with others, between its own network and the engine; null for nothing.</param>
    /// <param name="shard">The engine that it connects to.</param>
    public SimulatedClient(Simulator simulator, ParticipantKey key, ClientProfile profile, Bottleneck access, Bottleneck? bottleneck, int shard)
    {
        Shard = shard;
        _simulator = simulator;
        _profile = profile;
        _random = simulator.NewRandom($"{key}");
        _ice = Signaling.NewCredentials(_random);
        Up = access.Up;
        Down = access.Down;
        _toEngine = bottleneck is null ? new Route(access.Up) : new Route(access.Up, bottleneck.Up);
        FromEngine = bottleneck is null ? new Route(access.Down) : new Route(bottleneck.Down, access.Down);
        _context = new DtlsContext(Certificate, [profile.Srtp]);
        Key = key;
        uint first = (uint)_random.Next(1, int.MaxValue - 10);
        Audio = new MediaSource(simulator, this, MediaKind.Audio, first, 0, profile);
        Video = new MediaSource(simulator, this, MediaKind.Video, first + 1, first + 2, profile);
    }

    public ParticipantKey Key { get; }

    /// <summary>The engine that it connects to.</summary>
    public int Shard { get; }

    /// <summary>Its own network towards the engine.</summary>
    public Link Up { get; }

    /// <summary>Its own network from the engine.</summary>
    public Link Down { get; }

    /// <summary>The whole way from the engine.</summary>
    public Route FromEngine { get; }

    /// <summary>Counts what it sends by transport.</summary>
    public ushort NextTransportSequence() => _transportSequence++;

    /// <summary>Where it sends from.</summary>
    public TransportAddress Address { get; private set; }

    public NegotiatedSession? Session { get; private set; }

    public IceCredentials? ServerCredentials { get; private set; }

    public MediaSource Audio { get; }

    public MediaSource Video { get; }

    public SrtpSender? Outbound { get; private set; }

    public bool Connected => Outbound is not null;

    public DtlsState DtlsState => _dtls?.State ?? DtlsState.New;

    /// <summary>What came in, by source.</summary>
    public Dictionary<uint, ReceivedStream> Received { get; } = [];

    /// <summary>RTCP packets that came in.</summary>
    public List<byte[]> Rtcp { get; } = [];

    /// <summary>Packets on which the engine gave transport-wide feedback, and those that it called received.</summary>
    public (int Reported, int Received) Feedback { get; private set; }

    public int KeyframeRequests { get; private set; }

    public int Rejected { get; private set; }

    public ReceivedStream AudioOf(int slot) => Received.GetValueOrDefault(SectionOf(slot, MediaKind.Audio).LocalSsrc!.Value, ReceivedStream.Nothing);

    public ReceivedStream VideoOf(int slot) => Received.GetValueOrDefault(SectionOf(slot, MediaKind.Video).LocalSsrc!.Value, ReceivedStream.Nothing);

    /// <summary>Offers, is answered, and starts to connect.</summary>
    public void Join(bool gate = true)
    {
        string offer = ClientOffer.Write(
            _profile, _ice.Ufrag, _ice.Password, Certificate.Fingerprint.ToString(), Audio.Ssrc, Video.Ssrc, Video.RtxSsrc);
        ServerCredentials = Signaling.NewCredentials(_random);
        _agreedKeys = _profile.AgreedKeys
            ? AgreedKeys.Create(_profile.Srtp, _profile.Passive ? DtlsRole.Client : DtlsRole.Server, _random)
            : null;
        var join = new EngineInput.Join(Key, offer, ServerCredentials, _profile.Server, _random.Next(), _agreedKeys);
        Session = join.Session;
        _dtls = _profile.AgreedKeys
            ? null
            : new DtlsSession(_context, _profile.Passive ? DtlsRole.Server : DtlsRole.Client, Signaling.ServerCertificate.Fingerprint);
        _simulator.Apply(join, Shard);
        if (gate)
        {
            _simulator.Apply(new EngineInput.Gate(Key, true), Shard);
        }

        Move();
        Check();
    }

    /// <summary>Has another address from now on.</summary>
    public void Move() => Address = _simulator.NewAddress(this);

    /// <summary>Falls silent without a word.</summary>
    public void Vanish() => _gone = true;

    /// <summary>Ends the connection as a browser does.</summary>
    public void Close()
    {
        _dtls!.Close(_simulator.Now);
        FlushDtls();
        _gone = true;
    }

    /// <summary>Sends a camera and a microphone.</summary>
    public void Publish()
    {
        Audio.Start();
        Video.Start();
    }

    public void Send(ReadOnlySpan<byte> datagram)
    {
        if (!_gone)
        {
            byte[] copy = datagram.ToArray();
            TransportAddress source = Address;
            _simulator.Received?.Invoke(copy);
            _toEngine.Send(copy.Length, () => _simulator.Apply(new EngineInput.Datagram(source, copy), Shard));
        }
    }

    public void SendRtcp(RtcpWriterAction write)
    {
        byte[] buffer = new byte[1300];
        var writer = new RtcpWriter(buffer.AsSpan(0, 1200));
        write(ref writer);
        Require.That(Outbound!.ProtectRtcp(buffer, writer.Length, out int length) == SrtpStatus.Ok);
        Send(buffer.AsSpan(0, length));
    }

    public void Receive(TransportAddress address, byte[] datagram)
    {
        if (_gone || address != Address)
        {
            return;
        }

        switch (PacketDemultiplexer.Classify(datagram))
        {
            case PacketKind.Dtls:
                _dtls?.Receive(datagram, _simulator.Now);
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

    public void Dispose()
    {
        _dtls?.Dispose();
        _inbound?.Dispose();
        Outbound?.Dispose();
        _context.Dispose();
    }

    /// <summary>Sends a connectivity check, and goes on doing so.</summary>
    private void Check()
    {
        if (_gone)
        {
            return;
        }

        byte[] transaction = new byte[12];
        _random.NextBytes(transaction);
        var writer = new StunWriter(_buffer, StunClass.Request, transaction);
        writer.WriteUsername(ServerCredentials!.Ufrag, _ice.Ufrag);
        writer.WritePriority(1);
        writer.WriteControlling(1);
        writer.WriteUseCandidate();
        writer.WriteIntegrity(ServerCredentials.PasswordBytes);
        writer.WriteFingerprint();
        Send(writer.Written);
        _simulator.At(_simulator.Now + CheckInterval, Check);
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
        else if (_dtls is { State: DtlsState.New } && !_profile.Passive)
        {
            _dtls.Start(_simulator.Now);
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
            _simulator.At(_dtls.NextDeadline, () =>
            {
                if (_dtls.NextDeadline <= _simulator.Now)
                {
                    _dtls.HandleTimeout(_simulator.Now);
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

        NegotiatedSection section = Session!.Sections.First(s => s.LocalSsrc == header.Ssrc || s.LocalRtxSsrc == header.Ssrc);
        uint ssrc = section.LocalSsrc!.Value;
        if (!Received.TryGetValue(ssrc, out ReceivedStream? stream))
        {
            stream = new ReceivedStream();
            Received.Add(ssrc, stream);
        }

        stream.Receive(header, datagram, isRtx: header.Ssrc == section.LocalRtxSsrc, _simulator.Now);
        if (section.Kind == MediaKind.Video && stream.Missing.Count > 0)
        {
            _simulator.At(_simulator.Now + MediaTime.Milliseconds(15), () => RequestMissing(ssrc, stream));
        }
    }

    private void RequestMissing(uint ssrc, ReceivedStream stream)
    {
        ushort[] missing = stream.TakeMissing(_simulator.Now);
        if (missing.Length > 0)
        {
            SendRtcp((ref RtcpWriter writer) => Nack.Write(ref writer, 1, ssrc, missing));
            _simulator.At(_simulator.Now + MediaTime.Milliseconds(120), () => RequestMissing(ssrc, stream));
        }
    }

    private void ReceiveRtcp(byte[] datagram)
    {
        if (_inbound is null || _inbound.UnprotectRtcp(datagram, out int length) != SrtpStatus.Ok)
        {
            Rejected++;
            return;
        }

        Rtcp.Add(datagram[..length]);
        foreach (RtcpPacket packet in new RtcpReader(datagram.AsSpan(0, length)))
        {
            if (packet.Kind == RtcpKind.PictureLossIndication && PictureLossIndication.TryParse(packet, out PictureLossIndication indication))
            {
                KeyframeRequests += indication.MediaSsrc == Video.Ssrc ? 1 : 0;
                Video.RequestKeyframe();
            }
            else if (packet.Kind == RtcpKind.Nack && Nack.TryParse(packet, out Nack nack))
            {
                foreach (ushort number in nack)
                {
                    Video.Retransmit(number);
                }
            }
            else if (packet.Kind == RtcpKind.TransportFeedback && TransportFeedback.TryParse(packet, out TransportFeedback feedback))
            {
                foreach (TransportFeedbackStatus status in feedback)
                {
                    Feedback = (Feedback.Reported + status.Count, Feedback.Received + (status.Received ? 1 : 0));
                }
            }
        }
    }

    private NegotiatedSection SectionOf(int slot, MediaKind kind) => Session!.Sections.First(s => s.Slot == slot && s.Kind == kind);
}
