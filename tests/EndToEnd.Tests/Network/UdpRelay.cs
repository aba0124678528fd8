using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Sfu;
using Simulation.Network;
using Simulation.World;

namespace EndToEnd.Tests.Network;

/// <summary>
/// A network between two UDP ends, in real time: each end sends to a port of the relay, and what the simulated links let through comes out of the
/// relay's other port to the other end.
/// </summary>
internal sealed class UdpRelay : IDisposable
{
    private const int LongestWait = 5_000;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Schedule _schedule = new(MediaTime.Zero);
    private readonly byte[] _buffer = new byte[2048];
    private readonly End _first;
    private readonly End _second;
    private readonly Thread _thread;
    private readonly ConcurrentQueue<Action> _changes = new();
    private volatile bool _disposed;

    /// <summary>Opens both ports.</summary>
    /// <param name="forward">What happens to datagrams from the first end to the second.</param>
    /// <param name="back">What happens to datagrams from the second end to the first.</param>
    /// <param name="second">Where the second end is; null when the relay learns it, as it does the first, from what the end sends.</param>
    /// <param name="seed">For losses and delays.</param>
    public UdpRelay(LinkSettings forward, LinkSettings back, IPEndPoint? second = null, int seed = 1)
    {
        _first = new End(new Link(_schedule, forward, new Random(seed)), null);
        _second = new End(new Link(_schedule, back, new Random(~seed)), second);
        _thread = new Thread(Run) { IsBackground = true, Name = "relay" };
        _thread.Start();
    }

    /// <summary>Where the first end sends to.</summary>
    public IPEndPoint First => _first.Local;

    /// <summary>Where the second end sends to.</summary>
    public IPEndPoint Second => _second.Local;

    /// <summary>The network is another one from now on.</summary>
    /// <param name="forward">What happens to datagrams from the first end to the second.</param>
    /// <param name="back">What happens to datagrams from the second end to the first.</param>
    public void Change(LinkSettings forward, LinkSettings back) => _changes.Enqueue(() => (_first.Link.Settings, _second.Link.Settings) = (forward, back));

    /// <summary>From now on the second end sees the first at another port, as when a NAT has forgotten where it was.</summary>
    public void Rebind() => _changes.Enqueue(_second.Rebind);

    public void Dispose()
    {
        _disposed = true;
        _thread.Join();
        _first.Socket.Dispose();
        _second.Socket.Dispose();
    }

    private void Run()
    {
        List<Socket> readable = [];
        while (!_disposed)
        {
            long wait = _schedule.Next == MediaTime.Never ? LongestWait : Math.Clamp(_schedule.Next - Now(), 0, LongestWait);
            readable.Clear();
            readable.Add(_first.Socket);
            readable.Add(_second.Socket);
            Socket.Select(readable, null, null, (int)wait);
            _schedule.MoveTo(Now());
            while (_changes.TryDequeue(out Action? change))
            {
                change();
            }

            readable.ForEach(socket => Receive(socket == _first.Socket ? _first : _second, socket == _first.Socket ? _second : _first));
            while (_schedule.RunOne())
            {
            }
        }
    }

    private MediaTime Now() => new(_clock.ElapsedTicks * 1_000_000 / Stopwatch.Frequency);

    private void Receive(End from, End to)
    {
        while (from.Socket.Available > 0)
        {
            EndPoint source = new IPEndPoint(IPAddress.Any, 0);
            int length = from.Socket.ReceiveFrom(_buffer, ref source);
            byte[] datagram = _buffer[..length];
            from.Learn((IPEndPoint)source, datagram);
            from.Link.Send(length, () => to.Send(datagram));
        }
    }

    private sealed class End
    {
        public End(Link link, IPEndPoint? peer)
        {
            Link = link;
            Peer = peer;
            Socket = Open();
        }

        public Socket Socket { get; private set; }

        public Link Link { get; }

        public IPEndPoint? Peer { get; private set; }

        public IPEndPoint Local => (IPEndPoint)Socket.LocalEndPoint!;

        public void Rebind()
        {
            Socket.Dispose();
            Socket = Open();
        }

        // An end has several addresses and tries them by STUN (RFC 7983: first byte 0 to 3); where media comes from counts.
        public void Learn(IPEndPoint source, byte[] datagram)
        {
            if (Peer is null || datagram is [> 3, ..])
            {
                Peer = source;
            }
        }

        public void Send(byte[] datagram)
        {
            if (Peer is not null)
            {
                Socket.SendTo(datagram, Peer);
            }
        }

        private static Socket Open()
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return socket;
        }
    }
}
