using Rtp;
using Rtp.Srtp;
using Sfu;
using Sfu.Engine;
using Sfu.Memory;
using Simulation.Clients;
using Simulation.World;

namespace Micro.Engine;

/// <summary>
/// A media engine with one participant who sends a camera to all others, connected by their checks and with keys agreed beforehand. Time is virtual: a
/// packet every 3 ms (more than a camera sends, less than the pacer holds back); what the engine sends is counted and forgotten.
/// </summary>
internal sealed class OneToMany : IDisposable
{
    /// <summary>Looks at datagrams.</summary>
    public delegate void DatagramsAction(ReadOnlySpan<OutgoingDatagram> datagrams);

    private const long PacketInterval = 3_000;

    // Clients prove that they are there well before the engine gives them up; seldom enough to cost nothing.
    private static readonly long KeepAliveInterval = MediaTime.Seconds(4);

    private readonly Simulator _simulator = new();
    private readonly VideoPacketWriter _camera;
    private readonly byte[][] _checks;
    private readonly ReceiveBatch _batch;
    private readonly byte[] _packet = new byte[SlabPool.SlabSize];
    private MediaTime _nextKeepAlive;

    public OneToMany(int receivers, SrtpProfile srtp = SrtpProfile.AeadAes128Gcm, int packetsPerFrame = 4)
    {
        var profile = new ClientProfile { AgreedKeys = true, Srtp = srtp };
        Publisher = _simulator.NewClient("publisher", profile: profile);
        Receivers = [.. Enumerable.Range(0, receivers).Select(i => _simulator.NewClient($"receiver {i}", profile: profile))];
        SimulatedClient[] everybody = [Publisher, .. Receivers];
        _checks = Array.ConvertAll(everybody, Join);
        if (!_simulator.RunUntil(() => Array.TrueForAll(everybody, client => client.Connected)))
        {
            throw new InvalidOperationException("Not everybody connected.");
        }

        Now = _simulator.Now;
        _camera = new VideoPacketWriter(Publisher, profile, packetsPerFrame);
        _batch = new ReceiveBatch(Engine.Outbox.Pool);
        Engine.Outbox.Send = Flush;
        SendPicture();
        SendPicture();
        Sent = 0;
    }

    public SimulatedClient Publisher { get; }

    public SimulatedClient[] Receivers { get; }

    public MediaEngine Engine => _simulator.Engine;

    public MediaTime Now { get; private set; }

    /// <summary>Datagrams that the engine has sent.</summary>
    public long Sent { get; private set; }

    /// <summary>The number that the last packet had on its way out.</summary>
    public ushort LastSequenceNumber { get; private set; }

    /// <summary>Is shown what the engine sends.</summary>
    public DatagramsAction? Looks { get; set; }

    /// <summary>Lets a packet of the camera reach the engine, and does what is due, as a worker does.</summary>
    public void Send()
    {
        Pass(PacketInterval);
        SlabPool pool = Engine.Outbox.Pool;
        Slab slab = pool.Rent();
        int length = _camera.Write(pool.Span(slab));
        if (!Engine.Receive(slab, length, Publisher.Address, Now))
        {
            pool.Return(slab);
        }

        Flush();
    }

    /// <summary>Lets all packets of a picture reach the engine in one batch.</summary>
    public void SendPicture()
    {
        Pass(PacketInterval * _camera.PacketsPerFrame);
        _batch.Clear();
        for (int i = 0; i < _camera.PacketsPerFrame; i++)
        {
            int length = _camera.Write(_packet);
            _packet.AsSpan(0, length).CopyTo(_batch.AddCopy(length, Publisher.Address));
        }

        Engine.Receive(_batch, Now);
        Flush();
    }

    /// <summary>Lets what a client sends reach the engine.</summary>
    public void Receive(SimulatedClient client, ReadOnlySpan<byte> datagram)
    {
        Engine.Receive(datagram, client.Address, Now);
        Flush();
    }

    /// <summary>Lets time pass, and the engine do what is due then.</summary>
    public void Pass(long microseconds)
    {
        Now += microseconds;
        if (Now >= _nextKeepAlive)
        {
            KeepAlive();
        }

        Engine.Advance(Now);
        Flush();
    }

    public void Dispose()
    {
        _batch.Dispose();
        _simulator.Dispose();
    }

    private void Flush()
    {
        ReadOnlySpan<OutgoingDatagram> sent = Engine.Outbox.Entries;
        Looks?.Invoke(sent);
        Sent += sent.Length;
        LastSequenceNumber = sent.IsEmpty ? LastSequenceNumber : RtpHeader.ReadSequenceNumber(Engine.Outbox.Pool.Span(sent[^1].Slab));
        Engine.Outbox.Clear();
    }

    // A client that joins sends its first connectivity check at once; the same again keeps its path alive.
    private byte[] Join(SimulatedClient client)
    {
        byte[] check = [];
        _simulator.Received = datagram => check = datagram;
        client.Join();
        _simulator.Received = null;
        return check;
    }

    private void KeepAlive()
    {
        _nextKeepAlive = Now + KeepAliveInterval;
        for (int i = 0; i < _checks.Length; i++)
        {
            Engine.Receive(_checks[i], _simulator.Clients[i].Address, Now);
        }

        Engine.Outbox.Clear();
    }
}
