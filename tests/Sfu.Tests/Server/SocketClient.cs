using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Rtp;
using Rtp.Srtp;
using Sfu.Admission;
using Sfu.Dtls;
using Sfu.Ice;
using Simulation.Clients;

namespace Sfu.Tests.Server;

/// <summary>A client with a socket of its own that sends sound, each packet marked with the client's number, and notes whose it hears.</summary>
internal sealed partial class SocketClient : IDisposable
{
    private const int PayloadLength = 80;
    private static readonly DtlsCertificate Certificate = DtlsCertificate.Create(DateTimeOffset.UtcNow);
    private static readonly ClientProfile Profile = new() { ExtraSlots = 3 };

    private readonly byte _number;
    private readonly DtlsContext _context = new(Certificate, [SrtpProfile.AeadAes128Gcm]);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly IceCredentials _credentials = IceCredentials.Create();
    private readonly byte[] _buffer = new byte[2048];
    private readonly Thread _thread;
    private readonly long _started = Stopwatch.GetTimestamp();
    private volatile bool _stopping;
    private DtlsSession? _dtls;
    private IceCredentials? _server;
    private SrtpReceiver? _inbound;
    private SrtpSender? _outbound;
    private MediaTime _nextCheck;
    private MediaTime _nextPacket;
    private ushort _sequence = 1;
    private uint _timestamp;

    /// <summary>A client that has not joined yet.</summary>
    /// <param name="number">Marks its packets.</param>
    public SocketClient(byte number)
    {
        _number = number;
        _socket.ReceiveTimeout = 5;
        _thread = new Thread(Run) { IsBackground = true };
    }

    /// <summary>The numbers of those whose sound came.</summary>
    public ConcurrentDictionary<byte, int> Heard { get; } = new();

    /// <summary>The server's port that it was told.</summary>
    public int Port { get; private set; }

    /// <summary>Joins and starts to send.</summary>
    public async Task JoinAsync(MediaServer server, AdmissionTicketSigner tickets, string room)
    {
        string ticket = tickets.Sign(new AdmissionTicket(
            $"{_number}", room, $"{_number}", ParticipantRights.All, 1, DateTimeOffset.UtcNow.AddMinutes(1)));
        uint ssrc = 1000u * _number;
        string offer = ClientOffer.Write(
            Profile, _credentials.Ufrag, _credentials.Password, Certificate.Fingerprint.ToString(), new OfferedSources(ssrc, ssrc + 1, ssrc + 2));
        var answer = Assert.IsType<JoinResult.Answered>(await server.JoinAsync(ticket, offer, CancellationToken.None));
        Assert.Equal(
            IceCredentialsError.None, IceCredentials.TryParse(Value(answer.Sdp, "ice-ufrag"), Value(answer.Sdp, "ice-pwd"), out _server));
        Assert.Equal(DtlsFingerprintError.None, DtlsFingerprint.TryParse(Value(answer.Sdp, "fingerprint"), out DtlsFingerprint? fingerprint));
        Port = int.Parse(PortOf().Match(answer.Sdp).Groups[1].Value);
        _dtls = new DtlsSession(_context, DtlsRole.Client, fingerprint!);
        _socket.Connect(IPAddress.Loopback, Port);
        _thread.Start();
    }

    public void Dispose()
    {
        _stopping = true;
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _socket.Dispose();
        _dtls?.Dispose();
        _inbound?.Dispose();
        _outbound?.Dispose();
        _context.Dispose();
    }

    private static string Value(string sdp, string attribute) => sdp.Split($"a={attribute}:")[1].Split('\r')[0];

    [GeneratedRegex(@" 127\.0\.0\.1 (\d+) typ host")]
    private static partial Regex PortOf();

    private MediaTime Now() => new(Stopwatch.GetElapsedTime(_started).Ticks / TimeSpan.TicksPerMicrosecond);

    private void Run()
    {
        byte[] datagram = new byte[2048];
        while (!_stopping)
        {
            Act(Now());
            int length;
            try
            {
                length = _socket.Receive(datagram);
            }
            catch (SocketException)
            {
                // Nothing came, or the server is gone already.
                continue;
            }

            Receive(datagram.AsSpan(0, length));
        }
    }

    private void Act(MediaTime now)
    {
        if (now >= _nextCheck)
        {
            _nextCheck = now + MediaTime.Milliseconds(200);
            SendCheck();
        }

        if (_dtls!.NextDeadline <= now)
        {
            _dtls.HandleTimeout(now);
            FlushDtls();
        }

        if (_outbound is not null && now >= _nextPacket)
        {
            _nextPacket = now + MediaTime.Milliseconds(20);
            SendSound();
        }
    }

    private void Receive(Span<byte> datagram)
    {
        switch (PacketDemultiplexer.Classify(datagram))
        {
            case PacketKind.Stun when StunMessage.TryParse(datagram, out StunMessage message):
                ReceiveStun(message);
                break;
            case PacketKind.Dtls:
                _dtls!.Receive(datagram, Now());
                FlushDtls();
                break;
            case PacketKind.Rtp when _inbound is not null && RtpHeader.TryParseEncrypted(datagram, out RtpHeader header)
                && _inbound.UnprotectRtp(datagram, header.PayloadOffset, out int length) == SrtpStatus.Ok && header.TryFinishPadding(datagram[..length]):
                Heard.AddOrUpdate(header.Payload((ReadOnlySpan<byte>)datagram)[0], 1, (_, count) => count + 1);
                break;
        }
    }

    private void ReceiveStun(in StunMessage message)
    {
        if (message.Class == StunClass.Request)
        {
            var answer = new StunWriter(_buffer, StunClass.Success, message.TransactionId);
            answer.WriteXorMappedAddress(Sfu.Net.TransportAddress.FromIPv4(0x7F00_0001, (ushort)Port));
            answer.WriteIntegrity(_credentials.PasswordBytes);
            answer.WriteFingerprint();
            _socket.Send(answer.Written);
        }
        else if (_dtls!.State == DtlsState.New)
        {
            _dtls.Start(Now());
            FlushDtls();
        }
    }

    private void SendCheck()
    {
        byte[] transaction = new byte[12];
        Random.Shared.NextBytes(transaction);
        var check = new StunWriter(_buffer, StunClass.Request, transaction);
        check.WriteUsername(_server!.Ufrag, _credentials.Ufrag);
        check.WritePriority(1);
        check.WriteControlling(1);
        check.WriteUseCandidate();
        check.WriteIntegrity(_server.PasswordBytes);
        check.WriteFingerprint();
        _socket.Send(check.Written);
    }

    private void FlushDtls()
    {
        while (_dtls!.TryTakeOutgoing(_buffer, out int length))
        {
            _socket.Send(_buffer.AsSpan(0, length));
        }

        if (_outbound is null && _dtls.Keys is { } keys)
        {
            _inbound = new SrtpReceiver(keys.Profile, keys.RemoteKey, keys.RemoteSalt);
            _outbound = new SrtpSender(keys.Profile, keys.LocalKey, keys.LocalSalt);
        }
    }

    private void SendSound()
    {
        Span<byte> payload = stackalloc byte[PayloadLength];
        payload.Fill(_number);
        int header = RtpHeader.Write(_buffer, (byte)Profile.OpusPayloadType, true, _sequence++, _timestamp, 1000u * _number);
        _timestamp += 960;
        Assert.True(_outbound!.TryGetOrAdd(1000u * _number, out SrtpSenderStream? stream));
        Assert.Equal(SrtpStatus.Ok, stream!.Protect(_buffer, header, payload, out int length));
        _socket.Send(_buffer.AsSpan(0, length));
    }
}
