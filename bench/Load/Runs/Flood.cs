using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using Load.Clients;
using Load.Net;
using Load.Options;
using Sfu;
using Sfu.Ice;

namespace Load.Runs;

/// <summary>Bad input beside the media, of the kinds of <see cref="FloodKind"/>, each at the same rate.</summary>
internal sealed class Flood : IDisposable
{
    private const int KeptPackets = 256;
    private const int RandomLength = 1000;
    private const int Strangers = 16;

    // Of each kind: what is not sent in time is made up for slowly.
    private const int MaximumPerTurn = 500;
    private const int MaximumAhead = 100;

    private readonly double _perSecond;
    private readonly FloodKind[] _kinds;
    private readonly long[] _sent;
    private readonly SendBuffers _send = new();
    private readonly SendBuffers _sendAsVictim = new();
    private readonly byte[] _random = RandomNumberGenerator.GetBytes(RandomLength);
    private readonly byte[]?[] _kept = new byte[]?[KeptPackets];
    private readonly IceCredentials _credentials = IceCredentials.Create();
    private readonly ClientSocket[] _strangers = new ClientSocket[Strangers];
    private LoadClient? _victim;
    private MediaTime _started;
    private int _next;
    private int _stranger;

    /// <summary>Prepares it.</summary>
    /// <param name="kind">Which kind, or all of them.</param>
    /// <param name="perSecond">Datagrams of each kind.</param>
    public Flood(FloodKind kind, double perSecond)
    {
        _perSecond = perSecond;
        _kinds = kind == FloodKind.All ? [FloodKind.Random, FloodKind.Unknown, FloodKind.Stun, FloodKind.Replayed, FloodKind.Corrupted] : [kind];
        _sent = new long[_kinds.Length];
    }

    /// <summary>Datagrams sent, by their kind.</summary>
    public IReadOnlyDictionary<string, long> Sent =>
        _kinds.Zip(_sent).ToDictionary(kind => kind.First.ToString().ToLowerInvariant(), kind => kind.Second);

    /// <summary>Begins. On the loop's thread.</summary>
    public void Start(IReadOnlyList<LoadClient> clients, MediaTime now)
    {
        _victim = clients.First(client => client.Published.Count > 0);
        IPEndPoint server = _victim.Socket.Server.ToEndPoint();
        for (int i = 0; i < Strangers; i++)
        {
            _strangers[i] = new ClientSocket(server);
        }

        _victim.Transport.Tap = packet => _kept[_next++ % KeptPackets] = packet.ToArray();
        _started = now;
    }

    /// <summary>Sends what is due. On the loop's thread.</summary>
    public void Advance(MediaTime now)
    {
        // Not before there is something to repeat.
        if (_next < KeptPackets / 2)
        {
            _started = now;
            return;
        }

        for (int i = 0; i < _kinds.Length; i++)
        {
            long due = Math.Min((long)((now - _started) * _perSecond / 1e6) - _sent[i], MaximumPerTurn);
            for (long datagram = 0; datagram < due; datagram++)
            {
                Send(_kinds[i]);
                FlushWhen(SendBuffers.Capacity);
            }

            _sent[i] += Math.Max(0, due);
        }

        FlushWhen(1);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_victim is not null)
        {
            _victim.Transport.Tap = null;
        }

        foreach (ClientSocket stranger in _strangers)
        {
            stranger?.Dispose();
        }

        _send.Dispose();
        _sendAsVictim.Dispose();
    }

    private void Send(FloodKind kind)
    {
        int kept = Math.Min(_next, KeptPackets);
        switch (kind)
        {
            case FloodKind.Random:
                Random.Shared.NextBytes(_random.AsSpan(0, 16));
                Add(_send, _random);
                break;
            case FloodKind.Unknown:
                Add(_send, _kept[Random.Shared.Next(kept)]);
                break;
            case FloodKind.Stun:
                AddCheck();
                break;
            case FloodKind.Replayed:
                Add(_sendAsVictim, _kept[Random.Shared.Next(kept)]);
                break;
            default:
                AddCorrupted(_kept[(_next - 1) % KeptPackets]!);
                break;
        }
    }

    private static void Add(SendBuffers buffers, ReadOnlySpan<byte> datagram)
    {
        datagram.CopyTo(buffers.Next);
        buffers.Commit(datagram.Length);
    }

    // With a number that has not come yet, so that it gets as far as the tag.
    private void AddCorrupted(byte[] packet)
    {
        Span<byte> damaged = _sendAsVictim.Next[..packet.Length];
        packet.CopyTo(damaged);
        damaged[Random.Shared.Next(12, packet.Length)] ^= 1;
        ushort number = BinaryPrimitives.ReadUInt16BigEndian(damaged[2..]);
        BinaryPrimitives.WriteUInt16BigEndian(damaged[2..], (ushort)(number + Random.Shared.Next(1, MaximumAhead)));
        _sendAsVictim.Commit(packet.Length);
    }

    private void AddCheck()
    {
        Span<byte> transaction = stackalloc byte[StunMessage.TransactionIdLength];
        Random.Shared.NextBytes(transaction);
        var writer = new StunWriter(_send.Next, StunClass.Request, transaction);
        writer.WriteUsername(_victim!.Transport.RemoteUfrag ?? _credentials.Ufrag, _credentials.Ufrag);
        writer.WritePriority(1);
        writer.WriteControlling(1);
        writer.WriteUseCandidate();
        writer.WriteIntegrity(_credentials.PasswordBytes);
        writer.WriteFingerprint();
        _send.Commit(writer.Written.Length);
    }

    private void FlushWhen(int count)
    {
        if (_send.Count >= count)
        {
            _send.Flush(_strangers[_stranger++ % Strangers].Descriptor);
        }

        if (_sendAsVictim.Count >= count)
        {
            _sendAsVictim.Flush(_victim!.Socket.Descriptor);
        }
    }
}
