using System.Buffers.Binary;
using System.Security.Cryptography;
using Sfu;
using Sfu.Engine;
using Sfu.Memory;
using Sfu.Net;
using Sfu.Relay;
using Sfu.Rtcp;

namespace Simulation.World;

/// <summary>A media engine with nothing around it: inputs and the time go in, datagrams and events come out.</summary>
internal sealed class EngineHost : IDisposable
{
    private const long UnixMicrosecondsAtZero = 1_700_000_000_000_000;

    private const long PacketMemory = 64 * 1024 * 1024;

    private readonly SlabPool _pool;
    private readonly ReceiveBatch _batch;
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Makes an engine.</summary>
    /// <param name="seed">All of its random numbers follow from it.</param>
    /// <param name="shard">Which of several engines it is.</param>
    /// <param name="packetMemory">Bytes that its packets may take; null for enough.</param>
    public EngineHost(int seed, int shard = 0, long? packetMemory = null)
    {
        _pool = new SlabPool(packetMemory ?? PacketMemory);
        _batch = new ReceiveBatch(_pool);
        var entropy = new Random(~seed);
        Engine = new MediaEngine(
            new MediaEngineOptions { Shard = shard, Clock = new WallClock(UnixMicrosecondsAtZero), Entropy = entropy.NextBytes },
            _pool,
            new Random(seed));
        IdleSlabs = _pool.Rented;
    }

    public MediaEngine Engine { get; }

    /// <summary>All that happened, in order.</summary>
    public List<MediaEvent> Events { get; } = [];

    /// <summary>Is called with every input before it takes effect.</summary>
    public Action<EngineInput, MediaTime>? Applied { get; set; }

    /// <summary>Is called with every datagram that the engine sends.</summary>
    public Action<TransportAddress, byte[]>? Sent { get; set; }

    /// <summary>
    /// Is called when a datagram waits for <see cref="ReceiveBatch"/>, as it does for a worker that is busy; null where the engine takes each at once. Traces do
    /// not tell of it.
    /// </summary>
    public Action? Waits { get; set; }

    /// <summary>Is called when the engine has taken a datagram, before what it sends is looked at.</summary>
    public Action? Received { get; set; }

    /// <summary>Is called with everything that happens.</summary>
    public Action<MediaEvent>? Happened { get; set; }

    /// <summary>Is called with every message to another engine.</summary>
    public Action<ShardMail>? Told { get; set; }

    /// <summary>Is called with the number of another engine when packets for it are in the ring.</summary>
    public Action<int>? Relayed { get; set; }

    /// <summary>Slabs in use before the first datagram.</summary>
    public int IdleSlabs { get; private set; }

    /// <summary>Slabs in use now.</summary>
    public int RentedSlabs => _pool.Rented;

    /// <summary>Bytes that the engine allocated while it received and advanced.</summary>
    public long Allocations { get; set; }

    /// <summary>A hash over every datagram that was sent, with time and destination.</summary>
    public string Digest => Convert.ToHexString(_digest.GetCurrentHash());

    /// <summary>Lets packets of another engine come over to this one.</summary>
    public RelayRing ConnectFrom(EngineHost other, int capacity)
    {
        var ring = new RelayRing(_pool, capacity);
        ShardLinks.Connect(other.Engine.Links, Engine.Links, ring);
        IdleSlabs = _pool.Rented;
        return ring;
    }

    /// <summary>Lets something reach the engine.</summary>
    public void Apply(EngineInput input, MediaTime now)
    {
        // Passing time is part of what happens only where the engine waited for it.
        if (input is EngineInput.Advance && Engine.NextDeadline > now)
        {
            return;
        }

        Applied?.Invoke(input, now);
        switch (input)
        {
            case EngineInput.Advance:
                Advance(now);
                break;
            case EngineInput.Datagram datagram:
                Receive(datagram, now);
                break;
            case EngineInput.Join join:
                Engine.Join(new JoinRequest(join.Key, join.Session, join.Credentials, join.Dtls, join.Keys?.ForServer()), now);
                break;
            case EngineInput.Update update:
                Engine.Update(update.Key, update.Session, update.Credentials, now);
                break;
            case EngineInput.Gate gate:
                Engine.SetGate(gate.Key, gate.Open, now);
                break;
            case EngineInput.Mute mute:
                Engine.SetMuted(mute.Key, mute.Kind, mute.Muted, now);
                break;
            case EngineInput.Layout layout:
                Engine.SetLayout(layout.Key, layout.Tiles, now);
                break;
            case EngineInput.Remove remove:
                Engine.Remove(remove.Key, now);
                break;
            case EngineInput.Close close:
                Engine.CloseRoom(close.Room, now);
                break;
            case EngineInput.Share share:
                Engine.Share(share.Room, share.Peers, now);
                break;
            case EngineInput.Message message:
                Engine.Receive(message.From, message.Content, now);
                break;
            case EngineInput.Relayed:
                ReceiveRelayed(now);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input));
        }

        Drain(now);
    }

    /// <summary>Lets the datagrams that wait reach the engine together.</summary>
    public void ReceiveBatch(MediaTime now)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Engine.Receive(_batch, now);
        Allocations += GC.GetAllocatedBytesForCurrentThread() - before;
        _batch.Clear();
        Received?.Invoke();
        Drain(now);
    }

    /// <summary>Takes what the engine has to say.</summary>
    public void Drain(MediaTime now)
    {
        Span<byte> prefix = stackalloc byte[32];
        foreach (OutgoingDatagram entry in Engine.Outbox.Entries)
        {
            byte[] datagram = _pool.Span(entry.Slab)[..entry.Length].ToArray();
            TransportAddress destination = entry.Destination;
            BinaryPrimitives.WriteInt64BigEndian(prefix, now.Microseconds);
            BinaryPrimitives.WriteUInt16BigEndian(prefix[8..], destination.Port);
            destination.WriteAddress(prefix[10..]);
            _digest.AppendData(prefix);
            _digest.AppendData(datagram);
            Sent?.Invoke(destination, datagram);
        }

        Engine.Outbox.Clear();
        foreach (MediaEvent happened in Engine.Events)
        {
            Events.Add(happened);
            Happened?.Invoke(happened);
        }

        Engine.Events.Clear();
        foreach (ShardMail mail in Engine.Links.Outgoing)
        {
            Told?.Invoke(mail);
        }

        Engine.Links.Outgoing.Clear();
        foreach ((int shard, RelayRing ring) in Engine.Links.Outbound)
        {
            if (ring.Publish())
            {
                Relayed?.Invoke(shard);
            }
        }
    }

    public void Dispose()
    {
        Engine.Dispose();
        _batch.Dispose();
        _pool.Dispose();
        _digest.Dispose();
    }

    private void Advance(MediaTime now)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Engine.Advance(now);
        Allocations += GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void ReceiveRelayed(MediaTime now)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (Engine.ReceiveRelayed(64, now))
        {
        }

        Allocations += GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Receive(EngineInput.Datagram datagram, MediaTime now)
    {
        if (Waits is not null)
        {
            datagram.Bytes.CopyTo(_batch.AddCopy(datagram.Bytes.Length, datagram.Source));
            if (_batch.Datagrams.Length == 1)
            {
                Waits();
            }

            return;
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Engine.Receive(datagram.Bytes, datagram.Source, now);
        Allocations += GC.GetAllocatedBytesForCurrentThread() - before;
        Received?.Invoke();
    }
}
