using Sfu;
using Sfu.Engine;
using Sfu.Net;
using Simulation.Clients;
using Simulation.Network;

namespace Simulation.World;

/// <summary>A media engine and its clients on a simulated network, in virtual time, from a seed.</summary>
internal sealed class Simulator : IDisposable
{
    // Long enough that nothing in a test runs into the clock's start.
    private static readonly MediaTime Start = new(MediaTime.Seconds(1000));
    private static readonly long Patience = MediaTime.Seconds(60);

    private readonly Dictionary<TransportAddress, SimulatedClient> _byAddress = [];
    private readonly List<SimulatedClient> _clients = [];
    private readonly EngineHost _host;
    private readonly int _seed;
    private ushort _nextPort = 1;

    /// <summary>An empty world.</summary>
    /// <param name="seed">All of its random numbers follow from it.</param>
    /// <param name="packetMemory">Bytes that the engine's packets may take; null for enough.</param>
    public Simulator(int seed = 1, long? packetMemory = null)
    {
        _seed = seed;
        Random = new Random(seed);
        _host = new EngineHost(seed, packetMemory) { Sent = Deliver };
        Schedule = new Schedule(Start);
    }

    public Random Random { get; }

    public Schedule Schedule { get; }

    public MediaTime Now => Schedule.Now;

    /// <summary>How long the simulation has run, in microseconds.</summary>
    public long Elapsed => Now - Start;

    public EngineHost Host => _host;

    public MediaEngine Engine => _host.Engine;

    public IReadOnlyList<SimulatedClient> Clients => _clients;

    /// <summary>All that happened, in order.</summary>
    public List<MediaEvent> Events => _host.Events;

    /// <summary>Called with every datagram that the engine sends.</summary>
    public Action<TransportAddress, byte[]>? Sent { get; set; }

    /// <summary>Called with every datagram that a client sends.</summary>
    public Action<byte[]>? Received { get; set; }

    /// <summary>A client that has not joined yet.</summary>
    /// <param name="participant">Its name.</param>
    /// <param name="up">Its network towards the engine.</param>
    /// <param name="down">Its network from the engine.</param>
    /// <param name="profile">What it is able to do.</param>
    /// <param name="bottleneck">What it shares with others.</param>
    /// <param name="room">Where it goes.</param>
    public SimulatedClient NewClient(
        string participant,
        LinkSettings? up = null,
        LinkSettings? down = null,
        ClientProfile? profile = null,
        Bottleneck? bottleneck = null,
        string room = SimulatedClient.Room)
    {
        var access = new Bottleneck(NewLink($"{participant} up", up), NewLink($"{participant} down", down));
        var client = new SimulatedClient(this, new ParticipantKey(room, participant), profile ?? ClientProfile.Browser, access, bottleneck);
        _clients.Add(client);
        return client;
    }

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
    public TransportAddress NewAddress(SimulatedClient client)
    {
        TransportAddress address = TransportAddress.FromIPv4(0x0A00_0001, _nextPort++);
        _byAddress[address] = client;
        return address;
    }

    /// <summary>Has something done later.</summary>
    public void At(MediaTime time, Action action) => Schedule.At(time, action);

    /// <summary>Lets something reach the engine now.</summary>
    public void Apply(EngineInput input) => _host.Apply(input, Now);

    /// <summary>Lets the engine and everybody act for a while.</summary>
    public void Run(long microseconds) => RunUntil(() => false, microseconds);

    /// <summary>Lets everybody act until something is so.</summary>
    /// <returns>False when it did not come true in time.</returns>
    public bool RunUntil(Func<bool> condition, long? limit = null)
    {
        MediaTime end = Now + (limit ?? Patience);
        while (!condition())
        {
            MediaTime next = MediaTime.Min(Engine.NextDeadline, Schedule.Next);
            if (next > end)
            {
                Schedule.MoveTo(end);
                return condition();
            }

            Schedule.MoveTo(next);
            Schedule.RunOne();
            Apply(EngineInput.Advance.Instance);
        }

        return true;
    }

    /// <summary>Takes what the engine has to say after it was called directly.</summary>
    public void Drain() => _host.Drain(Now);

    public void Dispose()
    {
        _host.Dispose();
        _clients.ForEach(client => client.Dispose());
    }

    private Link NewLink(string name, LinkSettings? settings) => new(Schedule, settings ?? LinkSettings.Perfect, NewRandom(name));

    private void Deliver(TransportAddress destination, byte[] datagram)
    {
        Sent?.Invoke(destination, datagram);
        if (_byAddress.TryGetValue(destination, out SimulatedClient? client))
        {
            client.FromEngine.Send(datagram.Length, () => client.Receive(destination, datagram));
        }
    }
}
