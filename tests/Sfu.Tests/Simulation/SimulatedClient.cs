using Rtp;
using Rtp.Rtcp;
using Rtp.Srtp;
using Sfu.Dtls;
using Sfu.Engine;
using Sfu.Ice;
using Sfu.Net;
using Sfu.Sdp;

namespace Sfu.Tests.Simulation;

/// <summary>A WebRTC client of a browser's kind: checks its path, shakes hands, sends a camera and a microphone, receives and repairs.</summary>
internal sealed class SimulatedClient : IDisposable
{
    public const string Room = "room";

    private static readonly DtlsCertificate Certificate = DtlsCertificate.Create(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly DtlsCertificate ServerCertificate = DtlsCertificate.Create(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly DtlsContext ServerContext = new(ServerCertificate);
    private static readonly long CheckInterval = MediaTime.Milliseconds(500);

    private readonly Simulator _simulator;
    private readonly ClientProfile _profile;
    private readonly IceCredentials _ice = IceCredentials.Create();
    private readonly DtlsContext _context;
    private readonly byte[] _buffer = new byte[2048];
    private DtlsSession? _dtls;
    private SrtpReceiver? _inbound;
    private ushort _transportSequence = 65_500;
    private bool _gone;

    public SimulatedClient(Simulator simulator, string participant, ClientProfile profile)
    {
        _simulator = simulator;
        _profile = profile;
        _context = new DtlsContext(Certificate, [profile.Srtp]);
        Key = new ParticipantKey(Room, participant);
        uint first = (uint)simulator.Random.Next(1, int.MaxValue - 10);
        Audio = new MediaSource(simulator, this, MediaKind.Audio, first, 0, profile);
        Video = new MediaSource(simulator, this, MediaKind.Video, first + 1, first + 2, profile);
    }

    public ParticipantKey Key { get; }

    public required LinkSettings Up { get; set; }

    public required LinkSettings Down { get; set; }

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
        Assert.True(SdpParser.TryParse(offer, out SessionDescription? description, out SdpError? error), error?.Message);
        ServerCredentials = IceCredentials.Create();
        var options = new AnswerOptions
        {
            SessionId = "1",
            IceUfrag = ServerCredentials.Ufrag,
            IcePassword = ServerCredentials.Password,
            Fingerprint = ServerCertificate.Fingerprint,
            Candidates = [],
            AllocateSsrc = () => (uint)_simulator.Random.Next(1, int.MaxValue),
        };
        Assert.True(SdpAnswerer.TryAnswer(description, options, null, out NegotiatedSession? session, out error), error?.Message);
        Session = session;
        _dtls = new DtlsSession(_context, _profile.Passive ? DtlsRole.Server : DtlsRole.Client, ServerCertificate.Fingerprint);
        _simulator.Engine.Join(new JoinRequest(Key, session, ServerCredentials, ServerContext), _simulator.Now);
        if (gate)
        {
            _simulator.Engine.SetGate(Key, true, _simulator.Now);
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
            _simulator.ToEngine(Address, datagram, Up);
        }
    }

    public void SendRtcp(RtcpWriterAction write)
    {
        byte[] buffer = new byte[1300];
        var writer = new RtcpWriter(buffer.AsSpan(0, 1200));
        write(ref writer);
        Assert.Equal(SrtpStatus.Ok, Outbound!.ProtectRtcp(buffer, writer.Length, out int length));
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
                _dtls!.Receive(datagram, _simulator.Now);
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
        _simulator.Random.NextBytes(transaction);
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
        Assert.True(StunMessage.TryParse(datagram, out StunMessage message));
        if (message.Class == StunClass.Request && message.VerifyIntegrity(_ice.PasswordBytes))
        {
            var answer = new StunWriter(_buffer, StunClass.Success, message.TransactionId);
            answer.WriteXorMappedAddress(Address);
            answer.WriteIntegrity(_ice.PasswordBytes);
            answer.WriteFingerprint();
            Send(answer.Written);
        }

        if (message.Class == StunClass.Success && message.VerifyIntegrity(ServerCredentials!.PasswordBytes)
            && _dtls!.State == DtlsState.New && !_profile.Passive)
        {
            _dtls.Start(_simulator.Now);
            FlushDtls();
        }
    }

    private void FlushDtls()
    {
        while (_dtls!.TryTakeOutgoing(_buffer, out int length))
        {
            Send(_buffer.AsSpan(0, length));
        }

        if (_dtls.Keys is { } keys && Outbound is null)
        {
            _inbound = new SrtpReceiver(keys.Profile, keys.RemoteKey, keys.RemoteSalt);
            Outbound = new SrtpSender(keys.Profile, keys.LocalKey, keys.LocalSalt);
        }

        if (_dtls.NextDeadline != MediaTime.Never)
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
