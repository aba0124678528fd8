using System.Collections.Concurrent;
using Load.Net;
using Sfu;
using Sfu.Engine;

namespace Load.Clients;

/// <summary>
/// The one thread of all clients. It sends when something is due, but looks at the sockets once a turn, not at each datagram: the system has stamped the
/// arrivals, and many datagrams at once cost less.
/// </summary>
internal sealed class ClientLoop : IDisposable
{
    private static readonly long ClockInterval = MediaTime.Seconds(1);

    // Media can lie in the sockets for a while, a handshake cannot.
    private static readonly long HandshakeTime = MediaTime.Seconds(2);
    private static readonly long HandshakeTurn = MediaTime.Milliseconds(1) / 2;

    private readonly long _turn;
    private readonly Thread _thread;
    private readonly Epoll _epoll = new();
    private readonly ReceiveBuffers _receive = new();
    private readonly DeadlineHeap<LoadClient> _deadlines = new();
    private readonly List<LoadClient> _clients = [];
    private readonly ConcurrentQueue<Action<MediaTime>> _commands = new();
    private readonly int[] _ready = new int[Epoll.Capacity];
    private MediaTime _nextAlignment;
    private MediaTime _nextLook;
    private MediaTime _handshakesUntil;
    private volatile bool _stopping;

    /// <summary>Starts the thread.</summary>
    /// <param name="turnMicroseconds">From one look at the sockets to the next.</param>
    public ClientLoop(int turnMicroseconds)
    {
        _turn = turnMicroseconds;
        _thread = new Thread(Run) { Name = "clients", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Its clock.</summary>
    public LoadClock Clock { get; } = new();

    /// <summary>What all clients send with.</summary>
    public SendBuffers Send { get; } = new();

    /// <summary>All clients, for use on the loop's thread.</summary>
    public IReadOnlyList<LoadClient> Clients => _clients;

    /// <summary>Is called each turn.</summary>
    public Action<MediaTime>? EachTurn { get; set; }

    /// <summary>Whatever ended the thread.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Takes over a client.</summary>
    public Task AddAsync(LoadClient client, Action<MediaTime> start) => RunAsync(now =>
    {
        _epoll.Add(client.Socket.Descriptor, _clients.Count);
        _clients.Add(client);
        _handshakesUntil = now + HandshakeTime;
        start(now);
        _deadlines.Set(client, client.NextDeadline);
    });

    /// <summary>Has something done on the loop's thread.</summary>
    public Task RunAsync(Action<MediaTime> action) => RunAsync(now =>
    {
        action(now);
        return true;
    });

    /// <summary>Has something found out on the loop's thread.</summary>
    public Task<T> RunAsync<T>(Func<MediaTime, T> question)
    {
        if (Error is not null)
        {
            return Task.FromException<T>(Error);
        }

        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _commands.Enqueue(now =>
        {
            try
            {
                answer.SetResult(question(now));
            }
            catch (Exception error)
            {
                answer.SetException(error);
                throw;
            }
        });
        return answer.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        foreach (LoadClient client in _clients)
        {
            client.Dispose();
        }

        _epoll.Dispose();
        _receive.Dispose();
        Send.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_stopping)
            {
                MediaTime begin = LoadClock.Now;
                while (_commands.TryDequeue(out Action<MediaTime>? command))
                {
                    command(LoadClock.Now);
                }

                long turn = begin < _handshakesUntil ? Math.Min(HandshakeTurn, _turn) : _turn;
                if (_nextLook <= begin)
                {
                    ReceiveAll();
                    _nextLook = begin + turn;
                }

                Advance();
                EachTurn?.Invoke(LoadClock.Now);
                if (_nextAlignment <= begin)
                {
                    Clock.Align();
                    _nextAlignment = begin + ClockInterval;
                }

                LoadClock.Rest(MediaTime.Min(_nextLook, _deadlines.Next) - LoadClock.Now);
            }
        }
        catch (Exception error)
        {
            Error = error;
        }
    }

    private void Advance()
    {
        MediaTime now = LoadClock.Now;
        while (_deadlines.Next <= now)
        {
            LoadClient client = _deadlines.First;
            client.Advance(now);

            // What is due again at once waits for the next turn.
            MediaTime next = client.NextDeadline;
            _deadlines.Set(client, next > now ? next : now + 1);
        }
    }

    private void ReceiveAll()
    {
        int count = _epoll.Poll(_ready);
        for (int i = 0; i < count; i++)
        {
            LoadClient client = _clients[_ready[i]];
            int received;
            do
            {
                received = _receive.Receive(client.Socket.Descriptor);
                for (int datagram = 0; datagram < received; datagram++)
                {
                    long stamp = _receive.ArrivalNanoseconds(datagram);
                    client.Receive(_receive.Datagram(datagram), stamp == 0 ? LoadClock.Nanoseconds : Clock.FromWorld(stamp));
                }
            }
            while (received == ReceiveBuffers.Capacity);
            _deadlines.Set(client, client.NextDeadline);
        }
    }
}
