using System.Collections.Concurrent;
using Micro.Engine;
using Sfu;
using Sfu.Engine;
using Sfu.Memory;
using Sfu.Relay;
using Simulation.Clients;

namespace Micro.Workers;

/// <summary>An engine on a thread of its own, as a worker runs it, without sockets: it counts what it would send.</summary>
internal sealed class ShardThread
{

    // Time is virtual: a reader that lags behind would find a second's packets at one instant, and pace them.
    private const int PacketsPerTurn = 8;
    private const int FlushThreshold = 512;

    // Below what is sent to a receiver of whose network nothing is known.
    private const long PacketInterval = 1_000;

    private static readonly long KeepAliveInterval = MediaTime.Seconds(4);

    private readonly MediaEngine _engine;
    private readonly List<(SimulatedClient Client, byte[] Check)> _clients = [];
    private readonly ConcurrentQueue<(int From, ShardMessage Message)> _mail = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly AutoResetEvent _drained = new(false);
    private VideoPacketWriter? _camera;
    private MediaTime _now;
    private MediaTime _nextKeepAlive;
    private volatile bool _over;

    public ShardThread(MediaEngine engine) => _engine = engine;

    /// <summary>The engine that shares rooms with this one.</summary>
    public ShardThread? Other { get; set; }

    /// <summary>Datagrams that it would have sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Processor time that its thread took.</summary>
    public double Seconds { get; private set; }

    /// <summary>Adds a client that has joined, and the connectivity check that keeps its path alive.</summary>
    public void Add(SimulatedClient client, byte[] check) => _clients.Add((client, check));

    /// <summary>Publishes so many packets of a client's camera.</summary>
    public void Publish(SimulatedClient publisher, ClientProfile profile, int packets, MediaTime start)
    {
        _camera = new VideoPacketWriter(publisher, profile);
        Measure(start, () =>
        {
            for (int sent = 0; sent < packets; sent += PacketsPerTurn)
            {
                HandleMail();
                for (int i = 0; i < PacketsPerTurn; i++)
                {
                    _now += PacketInterval;
                    Receive(publisher);
                }

                _engine.ReceiveRelayed(PacketsPerTurn, _now);
                Flush();
                WaitForOther();
            }
        });
        if (Other is not null)
        {
            Other._over = true;
            Other._wake.Set();
        }
    }

    /// <summary>Serves what comes from the other engine until that is over.</summary>
    public void Serve(MediaTime start) => Measure(start, () =>
    {
        while (!_over)
        {
            _wake.WaitOne();
            HandleMail();
            while (_engine.ReceiveRelayed(PacketsPerTurn, _now = Other!._now))
            {
                Flush();
            }

            Flush();
            _drained.Set();
        }
    });

    private void Measure(MediaTime start, Action run)
    {
        _now = start;
        Flush();
        Sent = 0;
        double before = ThreadTime.Seconds;
        run();
        Seconds = ThreadTime.Seconds - before;
    }

    private void Receive(SimulatedClient publisher)
    {
        SlabPool pool = _engine.Outbox.Pool;
        Slab slab = pool.Rent();
        int length = _camera!.Write(pool.Span(slab));
        if (!_engine.Receive(slab, length, publisher.Address, _now))
        {
            pool.Return(slab);
        }

        if (_engine.Outbox.Count >= FlushThreshold)
        {
            Flush();
        }
    }

    private void HandleMail()
    {
        while (_mail.TryDequeue(out (int From, ShardMessage Message) mail))
        {
            _engine.Receive(mail.From, mail.Message, _now);
        }
    }

    private void WaitForOther()
    {
        while (_engine.Links.Outbound is [(_, RelayRing ring)] && ring.Waiting > 0)
        {
            Other!._drained.WaitOne();
        }
    }

    private void Flush()
    {
        if (_now >= _nextKeepAlive)
        {
            _nextKeepAlive = _now + KeepAliveInterval;
            foreach ((SimulatedClient client, byte[] check) in _clients)
            {
                _engine.Receive(check, client.Address, _now);
            }
        }

        _engine.Advance(_now);
        Sent += _engine.Outbox.Count;
        _engine.Outbox.Clear();
        _engine.Events.Clear();
        foreach (ShardMail mail in _engine.Links.Outgoing)
        {
            Other!._mail.Enqueue((_engine.Links.Shard, mail.Message));
            Other._wake.Set();
        }

        _engine.Links.Outgoing.Clear();
        foreach ((int _, RelayRing ring) in _engine.Links.Outbound)
        {
            if (ring.Publish())
            {
                Other!._wake.Set();
            }
        }
    }
}
