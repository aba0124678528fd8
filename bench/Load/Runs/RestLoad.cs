using Load.Net;
using Load.Reports;
using Load.Targets;
using Sfu;

namespace Load.Runs;

/// <summary>
/// Requests over REST beside the media: a thread with many connections, each of an account of its own that asks for itself (<c>GET /me</c>: token, storage, JSON) and
/// waits for the answer before it asks again. As many accounts as the server's usual limit for one wants.
/// </summary>
internal sealed class RestLoad : IDisposable
{
    private const int RequestsPerAccount = 40;
    private const long Turn = 500;

    private readonly int _perSecond;
    private readonly List<RestConnection> _connections = [];
    private readonly LatencyHistogram _times = new();
    private readonly Thread _thread;
    private volatile bool _stopping;
    private long _sent;
    private Exception? _error;

    private RestLoad(int perSecond)
    {
        _perSecond = perSecond;
        _thread = new Thread(Run) { Name = "rest", IsBackground = true };
    }

    /// <summary>Answers so far.</summary>
    public long Answers => _times.Count;

    /// <summary>Answers that were no success.</summary>
    public long Errors { get; private set; }

    /// <summary>From request to answer, as this thread sees it, once a turn.</summary>
    public LatencyReport Times => LatencyReport.Of(_times);

    /// <summary>Makes the accounts, connects, and begins.</summary>
    /// <exception cref="LoadException">The server refused.</exception>
    public static async Task<RestLoad> StartAsync(ServerApi api, int perSecond, CancellationToken cancellationToken)
    {
        var load = new RestLoad(perSecond);
        for (int i = 0; i < (perSecond + RequestsPerAccount - 1) / RequestsPerAccount; i++)
        {
            string id = $"rest-{i}-{Environment.ProcessId}";
            string token = await api.MakeAccountAsync(id, premium: false, cancellationToken);
            load._connections.Add(new RestConnection(api.Address, token));
        }

        load._thread.Start();
        return load;
    }

    /// <summary>Ends it.</summary>
    /// <exception cref="LoadException">It ended before.</exception>
    public void Stop()
    {
        _stopping = true;
        _thread.Join();
        if (_error is not null)
        {
            throw new LoadException($"The REST requests ended: {_error.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        _connections.ForEach(connection => connection.Dispose());
    }

    private void Run()
    {
        try
        {
            MediaTime begin = LoadClock.Now;
            int next = 0;
            while (!_stopping)
            {
                foreach (RestConnection connection in _connections)
                {
                    if (connection.TryTake(out bool success, out long nanoseconds))
                    {
                        _times.Add(nanoseconds);
                        Errors += success ? 0 : 1;
                    }
                }

                // In turns; those that still wait are passed over.
                MediaTime now = LoadClock.Now;
                long due = (now - begin) * _perSecond / 1_000_000;
                for (int tried = 0; _sent < due && tried < _connections.Count; tried++)
                {
                    _sent += _connections[next++ % _connections.Count].TrySend() ? 1 : 0;
                }

                // What could not be sent is not made up for.
                _sent = Math.Max(_sent, due - _connections.Count);
                LoadClock.Rest(now + Turn - LoadClock.Now);
            }
        }
        catch (Exception error)
        {
            _error = error;
        }
    }
}
