using Sfu;
using Sfu.Engine;
using Sfu.Net;
using Sfu.Relay;
using Simulation.Clients;
using Simulation.Network;

namespace Simulation.World;

/// <summary>A media engine (or several that share rooms) and its clients on a simulated network, in virtual time, from a seed.</summary>
internal sealed class Simulator : IDisposable
{
    // Long enough that nothing in a test runs into the clock's start.
    private static readonly MediaTime Start = new(MediaTime.Seconds(1000));
    private const long SignalingDelay = 20_000;
    private static readonly long Patience = MediaTime.Seconds(60);

    private readonly Dictionary<TransportAddress, SimulatedPeer> _byAddress = [];
    private readonly List<SimulatedPeer> _clients = [];
    private readonly EngineHost[] _hosts;
    private readonly int _seed;
    private ushort _nextPort = 1;

    /// <summary>An empty world.</summary>
    /// <param name="seed">Everything follows from it.</param>
    /// <param name="shards">How many engines there are.</param>
    /// <param name="ringCapacity">Packets that may be on the way between two of them.</param>
    /// <param name="packetMemory">Bytes that an engine's packets may take; null for enough.</param>
    public Simulator(int seed = 1, int shards = 1, int ringCapacity = 1024, long? packetMemory = null)
    {
        _seed = seed;
        Random = new Random(seed);
        Schedule = new Schedule(Start);
        _hosts = [.. Enumerable.Range(0, shards).Select(shard => NewHost(shard, packetMemory))];
        foreach (EngineHost from in _hosts)
        {
            foreach (EngineHost to in _hosts.Where(to => to != from))
            {
                Rings.Add(to.ConnectFrom(from, ringCapacity));
            }
        }
    }

    public Random Random { get; }

    public Schedule Schedule { get; }

    public MediaTime Now => Schedule.Now;

    /// <summary>How long the simulation has run, in microseconds.</summary>
    public long Elapsed => Now - Start;

    public EngineHost Host => _hosts[0];

    public MediaEngine Engine => Host.Engine;

    /// <summary>All engines.</summary>
    public IReadOnlyList<EngineHost> Hosts => _hosts;

    /// <summary>The ways from each engine to each other.</summary>
    public List<RelayRing> Rings { get; } = [];

    /// <summary>How long packets and messages wait before another engine takes them, in microseconds.</summary>
    public long CrossingTime { get; set; } = 20;

    public IReadOnlyList<SimulatedPeer> Clients => _clients;

    /// <summary>All that happened, in order.</summary>
    public List<MediaEvent> Events { get; } = [];

    /// <summary>Called with every datagram that the engine sends.</summary>
    public Action<TransportAddress, byte[]>? Sent { get; set; }

    /// <summary>Called with every datagram that a client sends.</summary>
    public Action<byte[]>? Received { get; set; }

    /// <summary>A plain client that has not joined yet.</summary>
    /// <param name="participant">Its name.</param>
    /// <param name="up">Its network towards the engine.</param>
    /// <param name="down">Its network from the engine.</param>
    /// <param name="profile">What it is able to do.</param>
    /// <param name="bottleneck">What it shares with others.</param>
    /// <param name="room">Where it goes.</param>
    /// <param name="shard">On which engine.</param>
    public SimulatedClient NewClient(
        string participant,
        LinkSettings? up = null,
        LinkSettings? down = null,
        ClientProfile? profile = null,
        Bottleneck? bottleneck = null,
        string room = SimulatedPeer.Room,
        int shard = 0) =>
        Add(new SimulatedClient(
            this,
            new ParticipantKey(room, participant),
            profile ?? ClientProfile.Browser,
            NewAccess(participant, up, down),
            bottleneck,
            shard));

    /// <summary>A client that reacts to its network as a browser does, and has not joined yet. It agrees on its keys, so that a run can be had again.</summary>
    /// <inheritdoc cref="NewClient"/>
    public SimulatedBrowser NewBrowser(
        string participant,
        LinkSettings? up = null,
        LinkSettings? down = null,
        ClientProfile? profile = null,
        Bottleneck? bottleneck = null,
        string room = SimulatedPeer.Room,
        int shard = 0) =>
        Add(new SimulatedBrowser(
            this,
            new ParticipantKey(room, participant),
            (profile ?? ClientProfile.Browser) with { AgreedKeys = true },
            NewAccess(participant, up, down),
            bottleneck,
            shard));

    /// <summary>Links that clients can share.</summary>
    public Bottleneck NewBottleneck(string name, LinkSettings up, LinkSettings down) => new(NewLink($"{name} up", up), NewLink($"{name} down", down));

    /// <summary>Random numbers of one's own: who else draws some changes nothing for their owner.</summary>
    public Random NewRandom(string name)
    {
        // FNV-1a: string.GetHashCode differs from run to run.
        uint hash = 2_166_136_261 ^ (uint)_seed;
        foreach (char letter in name)
        {
            hash = (hash ^ letter) * 16_777_619;
        }

        return new Random((int)hash);
    }

    /// <summary>An address nobody has.</summary>
    public TransportAddress NewAddress(SimulatedPeer client)
    {
        TransportAddress address = TransportAddress.FromIPv4(0x0A00_0001, _nextPort++);
        _byAddress[address] = client;
        return address;
    }

    /// <summary>Has something done later.</summary>
    public void At(MediaTime time, Action action) => Schedule.At(time, action);

    /// <summary>Has datagrams wait so many microseconds, to reach their engine together with those that come meanwhile.</summary>
    public void ReceiveInBatches(long microseconds)
    {
        foreach (EngineHost host in _hosts)
        {
            host.Waits = () => Schedule.After(microseconds, () => host.ReceiveBatch(Now));
        }
    }

    /// <summary>Lets something reach an engine now.</summary>
    public void Apply(EngineInput input, int shard = 0) => _hosts[shard].Apply(input, Now);

    /// <summary>Puts a room on all engines.</summary>
    public void Share(string room = SimulatedPeer.Room)
    {
        for (int shard = 0; shard < _hosts.Length; shard++)
        {
            Apply(new EngineInput.Share(room, [.. Enumerable.Range(0, _hosts.Length).Where(peer => peer != shard)]), shard);
        }
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
            MediaTime next = MediaTime.Min(_hosts.Min(host => host.Engine.NextDeadline), Schedule.Next);
            if (next > end)
            {
                Schedule.MoveTo(end);
                return condition();
            }

            Schedule.MoveTo(next);
            Schedule.RunOne();
            for (int shard = 0; shard < _hosts.Length; shard++)
            {
                Apply(EngineInput.Advance.Instance, shard);
            }
        }

        return true;
    }

    /// <summary>Lets clients join, and goes on when all of them are connected.</summary>
    public void Connect(params SimulatedPeer[] clients)
    {
        Array.ForEach(clients, client => client.Join());
        if (!RunUntil(() => Array.TrueForAll(clients, client => client.Connected)))
        {
            throw new InvalidOperationException("Not everybody connected within a minute.");
        }
    }

    /// <summary>Takes what the engine has to say after it was called directly.</summary>
    public void Drain() => Host.Drain(Now);

    public void Dispose()
    {
        Array.ForEach(_hosts, host => host.Engine.Dispose());
        Rings.ForEach(ring => ring.Dispose());
        Array.ForEach(_hosts, host => host.Dispose());
        _clients.ForEach(client => client.Dispose());
    }

    private EngineHost NewHost(int shard, long? packetMemory)
    {
        var host = new EngineHost(_seed + shard, shard, packetMemory) { Sent = Deliver, Happened = Tell };
        host.Told = mail => Schedule.After(CrossingTime, () => Apply(new EngineInput.Message(shard, mail.Message), mail.To));
        host.Relayed = to => Schedule.After(CrossingTime, () => Apply(EngineInput.Relayed.Instance, to));
        return host;
    }

    private T Add<T>(T client)
        where T : SimulatedPeer
    {
        _clients.Add(client);
        return client;
    }

    // The client hears of it by signaling.
    private void Tell(MediaEvent happened)
    {
        Events.Add(happened);
        Schedule.After(SignalingDelay, () => _clients.Find(client => client.Key == happened.Participant)?.Notice(happened));
    }

    private Bottleneck NewAccess(string participant, LinkSettings? up, LinkSettings? down) =>
        new(NewLink($"{participant} up", up), NewLink($"{participant} down", down));

    private Link NewLink(string name, LinkSettings? settings) => new(Schedule, settings ?? LinkSettings.Perfect, NewRandom(name));

    private void Deliver(TransportAddress destination, byte[] datagram)
    {
        Sent?.Invoke(destination, datagram);
        if (_byAddress.TryGetValue(destination, out SimulatedPeer? client))
        {
            client.FromEngine.Send(datagram.Length, () => client.Receive(destination, datagram));
        }
    }
}
