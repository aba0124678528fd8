using Sfu.Engine;
using Sfu.Memory;
using Sfu.Net;
using Sfu.Rtcp;

namespace Sfu.Tests.Simulation;

/// <summary>A media engine and its clients on a simulated network, in virtual time, from a seed.</summary>
internal sealed class Simulator : IDisposable
{
    // Long enough that nothing in a test runs into the clock's start.
    private static readonly MediaTime Start = new(MediaTime.Seconds(1000));
    private static readonly long Patience = MediaTime.Seconds(60);

    private readonly PriorityQueue<Action, (MediaTime Time, long Order)> _schedule = new();
    private readonly Dictionary<TransportAddress, SimulatedClient> _byAddress = [];
    private readonly List<SimulatedClient> _clients = [];
    private readonly SlabPool _pool = new(64 * 1024 * 1024);
    private readonly Action _advance;
    private long _order;
    private ushort _nextPort = 1;

    public Simulator(int seed = 1)
    {
        Random = new Random(seed);
        Now = Start;
        Engine = new MediaEngine(new MediaEngineOptions { Clock = new WallClock(1_700_000_000_000_000) }, _pool, new Random(seed));
        IdleSlabs = _pool.Rented;
        _advance = () => Engine.Advance(Now);
    }

    public Random Random { get; }

    public MediaTime Now { get; private set; }

    public MediaEngine Engine { get; }

    /// <summary>All that happened, in order.</summary>
    public List<MediaEvent> Events { get; } = [];

    /// <summary>Slabs in use before the first datagram.</summary>
    public int IdleSlabs { get; }

    /// <summary>Slabs in use now.</summary>
    public int RentedSlabs => _pool.Rented;

    /// <summary>Called with every datagram that the engine sends.</summary>
    public Action<TransportAddress, byte[]>? Sent { get; set; }

    /// <summary>Bytes that the engine allocated.</summary>
    public long EngineAllocations { get; set; }

    /// <summary>Called with every datagram that a client sends.</summary>
    public Action<byte[]>? Received { get; set; }

    /// <summary>A client that has not joined yet.</summary>
    public SimulatedClient NewClient(string participant, LinkSettings? up = null, LinkSettings? down = null, ClientProfile? profile = null)
    {
        var client = new SimulatedClient(this, participant, profile ?? ClientProfile.Browser)
        {
            Up = up ?? LinkSettings.Perfect,
            Down = down ?? LinkSettings.Perfect,
        };
        _clients.Add(client);
        return client;
    }

    /// <summary>An address nobody has.</summary>
    public TransportAddress NewAddress(SimulatedClient client)
    {
        TransportAddress address = TransportAddress.FromIPv4(0x0A00_0001, _nextPort++);
        _byAddress[address] = client;
        return address;
    }

    /// <summary>Has something done later.</summary>
    public void At(MediaTime time, Action action) => _schedule.Enqueue(action, (time < Now ? Now : time, _order++));

    /// <summary>Sends a datagram to the engine over a link.</summary>
    public void ToEngine(TransportAddress source, ReadOnlySpan<byte> datagram, LinkSettings link)
    {
        byte[] copy = datagram.ToArray();
        Received?.Invoke(copy);
        Travel(link, () => Measure(() => Engine.Receive(copy, source, Now)));
    }

    /// <summary>Lets the engine and everybody act for a while.</summary>
    public void Run(long microseconds) => RunUntil(() => false, microseconds);

    /// <summary>Lets everybody act until something is so.</summary>
    /// <returns>False when it did not come true in time.</returns>
    public bool RunUntil(Func<bool> condition, long? limit = null)
    {
        MediaTime end = Now + (limit ?? Patience);
        while (!condition())
        {
            MediaTime next = MediaTime.Min(Engine.NextDeadline, NextScheduled());
            if (next > end)
            {
                Now = end;
                return condition();
            }

            Now = next > Now ? next : Now;
            if (NextScheduled() <= Now)
            {
                _schedule.Dequeue()();
            }

            Measure(_advance);
            Drain();
        }

        return true;
    }

    /// <summary>Takes what the engine has to say after it was called directly.</summary>
    public void Drain()
    {
        foreach (OutgoingDatagram entry in Engine.Outbox.Entries)
        {
            byte[] datagram = Engine.Outbox.Pool.Span(entry.Slab)[..entry.Length].ToArray();
            TransportAddress destination = entry.Destination;
            Sent?.Invoke(destination, datagram);
            if (_byAddress.TryGetValue(destination, out SimulatedClient? client))
            {
                Travel(client.Down, () => client.Receive(destination, datagram));
            }
        }

        Engine.Outbox.Clear();
        Events.AddRange(Engine.Events);
        Engine.Events.Clear();
    }

    public void Dispose()
    {
        Engine.Dispose();
        _clients.ForEach(client => client.Dispose());
        _pool.Dispose();
    }

    private void Measure(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        EngineAllocations += GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private MediaTime NextScheduled() =>
        _schedule.TryPeek(out _, out (MediaTime Time, long Order) first) ? first.Time : MediaTime.Never;

    private void Travel(LinkSettings link, Action arrive)
    {
        if (Random.NextDouble() >= link.Loss)
        {
            At(Now + link.Delay + Random.NextInt64(link.Jitter + 1), arrive);
            if (Random.NextDouble() < link.Duplication)
            {
                At(Now + link.Delay + Random.NextInt64(link.Jitter + 1), arrive);
            }
        }
    }
}
