using System.Buffers.Binary;
using System.Security.Cryptography;
using Sfu;
using Sfu.Engine;
using Sfu.Memory;
using Sfu.Net;
using Sfu.Rtcp;

namespace Simulation.World;

/// <summary>A media engine with nothing around it: inputs and the time go in, datagrams and events come out.</summary>
internal sealed class EngineHost : IDisposable
{
    private const long UnixMicrosecondsAtZero = 1_700_000_000_000_000;

    private const long PacketMemory = 64 * 1024 * 1024;

    private readonly SlabPool _pool;
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Makes an engine.</summary>
    /// <param name="seed">All of its random numbers follow from it.</param>
    /// <param name="packetMemory">Bytes that its packets may take; null for enough.</param>
    public EngineHost(int seed, long? packetMemory = null)
    {
        _pool = new SlabPool(packetMemory ?? PacketMemory);
        var entropy = new Random(~seed);
        Engine = new MediaEngine(
            new MediaEngineOptions { Clock = new WallClock(UnixMicrosecondsAtZero), Entropy = entropy.NextBytes }, _pool, new Random(seed));
        IdleSlabs = _pool.Rented;
    }

    public MediaEngine Engine { get; }

    /// <summary>All that happened, in order.</summary>
    public List<MediaEvent> Events { get; } = [];

    /// <summary>Is called with every input before it takes effect.</summary>
    public Action<EngineInput, MediaTime>? Applied { get; set; }

    /// <summary>Is called with every datagram that the engine sends.</summary>
    public Action<TransportAddress, byte[]>? Sent { get; set; }

    /// <summary>Slabs in use before the first datagram.</summary>
    public int IdleSlabs { get; }

    /// <summary>Slabs in use now.</summary>
    public int RentedSlabs => _pool.Rented;

    /// <summary>Bytes that the engine allocated while it received and advanced.</summary>
    public long Allocations { get; set; }

    /// <summary>A hash over every datagram that was sent, with time and destination.</summary>
    public string Digest => Convert.ToHexString(_digest.GetCurrentHash());

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
            case EngineInput.Gate gate:
                Engine.SetGate(gate.Key, gate.Open, now);
                break;
            case EngineInput.Mute mute:
                Engine.SetMuted(mute.Key, mute.Kind, mute.Muted, now);
                break;
            case EngineInput.Remove remove:
                Engine.Remove(remove.Key, now);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input));
        }

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
        Events.AddRange(Engine.Events);
        Engine.Events.Clear();
    }

    public void Dispose()
    {
        Engine.Dispose();
        _pool.Dispose();
        _digest.Dispose();
    }

    private void Advance(MediaTime now)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Engine.Advance(now);
        Allocations += GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Receive(EngineInput.Datagram datagram, MediaTime now)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Engine.Receive(datagram.Bytes, datagram.Source, now);
        Allocations += GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
