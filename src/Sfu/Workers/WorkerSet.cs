using Sfu.Engine;
using Sfu.Memory;

namespace Sfu.Workers;

/// <summary>The workers of a process, by their number, and the load of each.</summary>
internal sealed class WorkerSet : IAsyncDisposable
{
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<WorkerEndpoint> _endpoints;
    private readonly WorkerLoad[] _loads;
    private readonly (long Busy, long Datagrams)[] _last;
    private readonly long _packetMemory;
    private readonly TimeProvider _time;
    private readonly Lock _lock;
    private readonly ITimer _sampler;
    private long _sampled;

    /// <summary>Opens the ports; <see cref="Start"/> lets the workers run.</summary>
    /// <param name="options">How they are set up.</param>
    /// <param name="time">For the measurement of load.</param>
    /// <param name="guard">Is held when <see cref="Loads"/> change.</param>
    /// <param name="publish">Takes what happens; called on a worker's thread, must not block.</param>
    /// <param name="fail">Takes the error that ended a worker's thread.</param>
    /// <exception cref="System.Net.Sockets.SocketException">A port is taken, or an address is not one of this machine's.</exception>
    public WorkerSet(MediaServerOptions options, TimeProvider time, Lock guard, Action<MediaEvent> publish, Action<Exception> fail)
    {
        _endpoints = WorkerEndpoint.OpenAll(options, publish, fail);
        _loads = [.. _endpoints.Select(_ => new WorkerLoad())];
        _last = new (long Busy, long Datagrams)[_loads.Length];
        _packetMemory = options.PacketMemory;
        _time = time;
        _lock = guard;
        _sampled = time.GetTimestamp();
        _sampler = time.CreateTimer(_ => Sample(), null, SampleInterval, SampleInterval);
    }

    /// <summary>The load of each.</summary>
    public IReadOnlyList<WorkerLoad> Loads => _loads;

    /// <summary>The port of each.</summary>
    public IReadOnlyList<int> Ports => [.. _endpoints.Select(endpoint => endpoint.Port)];

    /// <summary>Starts the threads.</summary>
    public void Start()
    {
        foreach (WorkerEndpoint endpoint in _endpoints)
        {
            endpoint.Worker.Start();
        }
    }

    /// <summary>What clients are told of a worker: what follows <c>a=candidate:</c>.</summary>
    public IReadOnlyList<string> CandidatesOf(int worker) => _endpoints[worker].Candidates;

    /// <summary>Has something done on a worker's thread, in the order of posting.</summary>
    public void Post(int worker, Action<MediaEngine, MediaTime> message) => _endpoints[worker].Worker.Post(message);

    /// <summary>Has something found out on a worker's thread.</summary>
    public Task<T> AskAsync<T>(int worker, Func<MediaEngine, MediaTime, T> question) => _endpoints[worker].Worker.AskAsync(question);

    /// <summary>What each does.</summary>
    public IReadOnlyList<WorkerReport> Report()
    {
        lock (_lock)
        {
            return [.. _endpoints.Select(Report)];
        }
    }

    /// <summary>Ends the threads and closes the ports.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sampler.DisposeAsync().ConfigureAwait(false);
        foreach (WorkerEndpoint endpoint in _endpoints)
        {
            endpoint.Worker.Stop();
        }

        foreach (WorkerEndpoint endpoint in _endpoints)
        {
            endpoint.Worker.Dispose();
        }
    }

    private WorkerReport Report(WorkerEndpoint endpoint, int index)
    {
        WorkerLoad load = _loads[index];
        WorkerCounters counters = endpoint.Worker.Counters;
        return new WorkerReport(
            index,
            endpoint.Port,
            load.Busy,
            load.Participants,
            counters.Rooms,
            load.DatagramsPerSecond,
            counters.Slabs,
            MemoryShare(counters),
            counters.Relayed,
            counters.RelayDrops,
            endpoint.Worker.SendFailures,
            endpoint.Worker.Drops.Read());
    }

    private void Sample()
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            double seconds = _time.GetElapsedTime(_sampled, now).TotalSeconds;
            if (seconds <= 0)
            {
                return;
            }

            _sampled = now;
            for (int i = 0; i < _loads.Length; i++)
            {
                WorkerCounters counters = _endpoints[i].Worker.Counters;
                long busy = counters.BusyMicroseconds;
                long datagrams = counters.Datagrams;
                _loads[i].Measure((busy - _last[i].Busy) / (seconds * 1e6), (datagrams - _last[i].Datagrams) / seconds, MemoryShare(counters));
                _last[i] = (busy, datagrams);
            }
        }
    }

    private double MemoryShare(WorkerCounters counters) => (double)counters.Slabs * SlabPool.SlabSize / _packetMemory;
}
