using System.Collections.Concurrent;
using System.Numerics;
using Sfu.Engine;
using Sfu.Memory;
using Sfu.Net;
using Sfu.Relay;

namespace Sfu.Workers;

/// <summary>
/// One thread that owns a share of the rooms: it waits for datagrams, messages and deadlines, and hands them to its <see cref="MediaEngine"/>.
/// Everything reachable from the engine is touched by this thread alone.
/// </summary>
internal sealed class MediaWorker : IDisposable
{
    // A loop that never sleeps still looks at its deadlines and messages this often.
    private const int MaximumBatchesPerTurn = 8;

    // Packets that come from one other worker while this one does something else: some 20 ms of a busy one's.
    private const int RingPackets = 1024;
    private const int SmallestRing = 64;
    private const int RelayedPerBatch = 64;

    private readonly int _index;
    private readonly IUdpPort _udp;
    private readonly TcpCandidates? _tcp;
    private readonly SlabPool _pool;
    private readonly ReceiveBatch _batch;
    private readonly MediaEngine _engine;
    private readonly Action<MediaEvent> _publish;
    private readonly Action<Exception> _fail;
    private readonly ConcurrentQueue<Action<MediaEngine, MediaTime>> _messages = new();
    private readonly Thread _thread;
    private readonly MediaClock _clock;
    private IReadOnlyList<MediaWorker> _workers = [];
    private bool _moreRelayed;
    private int _sent;
    private volatile bool _stopping;

    /// <summary>Takes over the sockets; <see cref="Start"/> lets it run.</summary>
    /// <param name="index">Counts from 0.</param>
    /// <param name="udp">Its sockets.</param>
    /// <param name="tcp">Its TCP listeners, or null.</param>
    /// <param name="options">Memory and times.</param>
    /// <param name="clock">Of all workers.</param>
    /// <param name="publish">Takes what happens; called on the worker's thread, must not block.</param>
    /// <param name="fail">Takes the error that ended the thread.</param>
    public MediaWorker(
        int index,
        IUdpPort udp,
        TcpCandidates? tcp,
        MediaServerOptions options,
        MediaClock clock,
        Action<MediaEvent> publish,
        Action<Exception> fail)
    {
        _index = index;
        _clock = clock;
        _udp = udp;
        _tcp = tcp;
        _publish = publish;
        _fail = fail;
        _pool = new SlabPool(options.PacketMemory);
        _batch = new ReceiveBatch(_pool);
        var engineOptions = new MediaEngineOptions
        {
            Shard = index,
            ConnectTimeout = (long)options.ConnectTimeout.TotalMicroseconds,
            Clock = clock.Wall,
        };
        _engine = new MediaEngine(engineOptions, _pool, new Random());
        _engine.Outbox.Send = Send;
        bool pin = options.PinWorkers;
        _thread = new Thread(() =>
        {
            _ = pin && ProcessorAffinity.TryPin(index);
            _ = WorkerPriority.TryRaise();
            Run();
        })
        { Name = $"media-{index}", IsBackground = true };
    }

    /// <summary>Datagrams that the system did not take.</summary>
    public long SendFailures => _udp.SendFailures;

    /// <summary>Datagrams that changed nothing.</summary>
    public DropCounters Drops => _engine.Drops;

    /// <summary>What it does, for others to read.</summary>
    public WorkerCounters Counters { get; } = new();

    /// <summary>Lets rooms be on several workers. Before any of them starts.</summary>
    public static void Connect(IReadOnlyList<MediaWorker> workers, long packetMemory)
    {
        // No more than an eighth of a worker's memory for what comes from others.
        long share = packetMemory / SlabPool.SlabSize / 8 / Math.Max(1, workers.Count - 1);
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(share / 2, SmallestRing, RingPackets));
        foreach (MediaWorker worker in workers)
        {
            worker._workers = workers;
            foreach (MediaWorker other in workers.Where(other => other != worker))
            {
                ShardLinks.Connect(worker._engine.Links, other._engine.Links, new RelayRing(other._pool, capacity));
            }
        }
    }

    /// <summary>Starts the thread.</summary>
    public void Start()
    {
        _tcp?.Start(_udp.Wake);
        _thread.Start();
    }

    /// <summary>Has something done on the worker's thread, in the order of posting. From any thread.</summary>
    public void Post(Action<MediaEngine, MediaTime> message)
    {
        _messages.Enqueue(message);
        _udp.Wake();
    }

    /// <summary>Has something found out on the worker's thread.</summary>
    public Task<T> AskAsync<T>(Func<MediaEngine, MediaTime, T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post((engine, now) =>
        {
            try
            {
                answer.SetResult(question(engine, now));
            }
            catch (Exception error)
            {
                answer.SetException(error);
                throw;
            }
        });
        return answer.Task;
    }

    /// <summary>Ends the thread. All threads have to end before the first worker is disposed of: they write into each other's memory.</summary>
    public void Stop()
    {
        _stopping = true;
        if (_thread.IsAlive)
        {
            _udp.Wake();
            _thread.Join();
        }
    }

    /// <summary>Closes the sockets and frees the memory.</summary>
    public void Dispose()
    {
        Stop();
        _tcp?.Dispose();
        _udp.Dispose();
        _engine.Dispose();
        _batch.Dispose();
        _pool.Dispose();
    }

    private void Run()
    {
        try
        {
            MediaTime woken = Now();
            while (!_stopping)
            {
                Counters.Note(Now() - woken, _sent, _engine, _pool);
                _sent = 0;
                _udp.Wait(Timeout());
                woken = Now();
                HandleMessages();
                HandleRelayed();
                HandleDatagrams();
                _engine.Advance(Now());
                Flush();
            }

            Flush();
        }
        catch (Exception error)
        {
            // A worker that cannot go on must not look as if it did: the process learns of it and decides.
            _fail(error);
        }
    }

    private long Timeout()
    {
        if (_moreRelayed)
        {
            return 0;
        }

        MediaTime next = _engine.NextDeadline;
        return next == MediaTime.Never ? -1 : Math.Max(0, next - Now());
    }

    private MediaTime Now() => _clock.Now();

    private void HandleMessages()
    {
        while (_messages.TryDequeue(out Action<MediaEngine, MediaTime>? message))
        {
            message(_engine, Now());
            _engine.Outbox.Relieve();
        }

        while (_tcp is not null && _tcp.TryTake(out TcpFrame frame))
        {
            if (frame.IsClosed)
            {
                _engine.ForgetPath(frame.Source, Now());
            }
            else
            {
                _engine.Receive(frame.Datagram, frame.Source, Now());
                frame.Release();
            }
        }
    }

    private void HandleRelayed()
    {
        _moreRelayed = true;
        for (int batches = 0; batches < MaximumBatchesPerTurn && _moreRelayed; batches++)
        {
            _moreRelayed = _engine.ReceiveRelayed(RelayedPerBatch, Now());
        }
    }

    private void HandleDatagrams()
    {
        for (int batches = 0; batches < MaximumBatchesPerTurn; batches++)
        {
            bool more = _udp.Receive(_batch);
            _engine.Receive(_batch, Now());
            PublishRelayed();
            if (!more)
            {
                return;
            }
        }
    }

    private void Send()
    {
        // Other shards need not wait for the rest of what is sent here.
        PublishRelayed();
        _udp.Send(_engine.Outbox);
        _tcp?.Send(_engine.Outbox);
        _sent += _engine.Outbox.Count;
        _engine.Outbox.Clear();
    }

    private void Flush()
    {
        if (_engine.Outbox.Count > 0)
        {
            Send();
        }

        PublishRelayed();
        if (_engine.Links.Outgoing.Count > 0)
        {
            SendMail();
        }

        if (_engine.Events.Count > 0)
        {
            foreach (MediaEvent happened in _engine.Events)
            {
                _publish(happened);
            }

            _engine.Events.Clear();
        }
    }

    private void PublishRelayed()
    {
        foreach ((int shard, RelayRing ring) in _engine.Links.Outbound)
        {
            if (ring.Publish())
            {
                _workers[shard]._udp.Wake();
            }
        }
    }

    private void SendMail()
    {
        foreach (ShardMail mail in _engine.Links.Outgoing)
        {
            _workers[mail.To].Post((engine, now) => engine.Receive(_index, mail.Message, now));
        }

        _engine.Links.Outgoing.Clear();
    }
}
