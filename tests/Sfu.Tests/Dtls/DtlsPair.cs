using Sfu.Dtls;

namespace Sfu.Tests.Dtls;

/// <summary>A client and a server on one seeded link, in virtual time.</summary>
internal sealed class DtlsPair : IDisposable
{
    private readonly PriorityQueue<(DtlsSession To, byte[] Datagram), (long, int)> _inFlight = new();
    private readonly Random _random;
    private readonly LinkConditions _conditions;
    private readonly byte[] _buffer = new byte[DtlsSession.MaximumDatagramLength];
    private int _order;

    internal DtlsPair(DtlsSession client, DtlsSession server, LinkConditions? conditions = null, int seed = 1)
    {
        Client = client;
        Server = server;
        _conditions = conditions ?? LinkConditions.Perfect;
        _random = new Random(seed);
    }

    internal DtlsSession Client { get; }

    internal DtlsSession Server { get; }

    internal MediaTime Now { get; private set; } = MediaTime.Zero + MediaTime.Seconds(1);

    /// <summary>Sees every datagram before it is sent, and may change or drop (null) it.</summary>
    internal Func<DtlsSession, byte[], IEnumerable<byte[]>>? Interceptor { get; set; }

    internal List<(DtlsSession From, byte[] Datagram)> Sent { get; } = [];

    internal bool BothConnected => Client.State == DtlsState.Connected && Server.State == DtlsState.Connected;

    internal void Start()
    {
        Client.Start(Now);
        Send();
    }

    /// <summary>Runs until nothing is under way and no deadline is left, or until a condition holds, or until a time.</summary>
    internal void Run(Func<bool>? until = null, long limit = 60_000_000)
    {
        MediaTime end = Now + limit;
        Send();
        while (until?.Invoke() != true)
        {
            MediaTime arrival = _inFlight.TryPeek(out _, out (long Time, int) next) ? new MediaTime(next.Time) : MediaTime.Never;
            MediaTime wake = MediaTime.Min(arrival, MediaTime.Min(Client.NextDeadline, Server.NextDeadline));
            if (wake > end)
            {
                return;
            }

            Now = wake;
            if (arrival == wake)
            {
                (DtlsSession to, byte[] datagram) = _inFlight.Dequeue();
                to.Receive(datagram, Now);
            }
            else
            {
                Client.HandleTimeout(Now);
                Server.HandleTimeout(Now);
            }

            Send();
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    private void Send()
    {
        Drain(Client, Server);
        Drain(Server, Client);
    }

    private void Drain(DtlsSession from, DtlsSession to)
    {
        while (from.TryTakeOutgoing(_buffer, out int length))
        {
            byte[] datagram = _buffer[..length];
            Sent.Add((from, datagram));
            foreach (byte[] changed in Interceptor?.Invoke(from, datagram) ?? [datagram])
            {
                Deliver(to, changed);
            }
        }
    }

    private void Deliver(DtlsSession to, byte[] datagram)
    {
        int copies = _random.NextDouble() < _conditions.Loss ? 0 : _random.NextDouble() < _conditions.Duplication ? 2 : 1;
        for (int i = 0; i < copies; i++)
        {
            long delay = _random.NextInt64(_conditions.MinimumDelay, _conditions.MaximumDelay + 1);
            _inFlight.Enqueue((to, datagram), ((Now + delay).Microseconds, _order++));
        }
    }
}
