using System.Net;
using System.Security.Cryptography;
using Load.Clients;
using Load.Net;
using Sfu;
using Sfu.Ice;

namespace Load.Runs;

/// <summary>
/// Bad input beside the media, of five kinds in turns: random bytes and packets of media from an address that nobody knows, connectivity checks with a
/// right name and a wrong password, and from a publisher's own address what it sent before and what it sent with a bit changed.
/// </summary>
internal sealed class Flood(double datagramsPerSecond) : IDisposable
{
    private const int KeptPackets = 256;
    private const int RandomLength = 1000;
    private const int MaximumPerTurn = 2000;

    private readonly SendBuffers _send = new();
    private readonly byte[] _random = RandomNumberGenerator.GetBytes(RandomLength);
    private readonly byte[]?[] _kept = new byte[]?[KeptPackets];
    private readonly byte[] _damaged = new byte[2048];
    private readonly IceCredentials _credentials = IceCredentials.Create();
    private ClientSocket? _stranger;
    private ClientTransport? _victim;
    private MediaTime _started;
    private int _next;

    /// <summary>Datagrams sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Begins. On the loop's thread.</summary>
    public void Start(IReadOnlyList<LoadClient> clients, MediaTime now)
    {
        LoadClient publisher = clients.First(client => client.Published.Count > 0);
        IPEndPoint server = publisher.Socket.Server.ToEndPoint();
        _stranger = new ClientSocket(server);
        _victim = publisher.Transport;
        _victim.Tap = packet => _kept[_next++ % KeptPackets] = packet.ToArray();
        _started = now;
    }

    /// <summary>Sends what is due. On the loop's thread.</summary>
    public void Advance(MediaTime now)
    {
        long due = Math.Min((long)((now - _started) * datagramsPerSecond / 1e6) - Sent, MaximumPerTurn);
        for (long i = 0; i < due; i++)
        {
            SendOne((int)(Sent % 5));
            Sent++;
            if (_send.Count == SendBuffers.Capacity)
            {
                _send.Flush(_stranger!.Descriptor);
            }
        }

        _send.Flush(_stranger!.Descriptor);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_victim is not null)
        {
            _victim.Tap = null;
        }

        _stranger?.Dispose();
        _send.Dispose();
    }

    private void SendOne(int kind)
    {
        byte[]? packet = _kept[Random.Shared.Next(KeptPackets)];
        if (kind == 0 || (packet is null && kind != 2))
        {
            Random.Shared.NextBytes(_random.AsSpan(0, 16));
            SendAsStranger(_random);
        }
        else if (kind == 1)
        {
            SendAsStranger(packet);
        }
        else if (kind == 2)
        {
            SendCheck();
        }
        else if (kind == 3)
        {
            _victim!.SendRaw(packet);
        }
        else
        {
            packet!.CopyTo(_damaged, 0);
            _damaged[Random.Shared.Next(12, packet!.Length)] ^= 1;
            _damaged[3] ^= (byte)Random.Shared.Next(1, 256);
            _victim!.SendRaw(_damaged.AsSpan(0, packet.Length));
        }
    }

    private void SendAsStranger(ReadOnlySpan<byte> datagram)
    {
        datagram.CopyTo(_send.Next);
        _send.Commit(datagram.Length);
    }

    private void SendCheck()
    {
        Span<byte> transaction = stackalloc byte[StunMessage.TransactionIdLength];
        Random.Shared.NextBytes(transaction);
        var writer = new StunWriter(_send.Next, StunClass.Request, transaction);
        writer.WriteUsername(_victim!.RemoteUfrag ?? _credentials.Ufrag, _credentials.Ufrag);
        writer.WritePriority(1);
        writer.WriteControlling(1);
        writer.WriteUseCandidate();
        writer.WriteIntegrity(_credentials.PasswordBytes);
        writer.WriteFingerprint();
        _send.Commit(writer.Written.Length);
    }
}
