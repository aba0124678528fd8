using System.Net;
using System.Net.Sockets;
using Sfu.Memory;
using Sfu.Net;

namespace Micro.Net;

/// <summary>A sender, and receivers on the same machine whose buffers run over: nobody reads what is not asked for.</summary>
internal sealed class LoopbackPorts : IDisposable
{
    private readonly IUdpPort[] _receivers;
    private readonly TransportAddress[] _addresses;

    public LoopbackPorts(bool portable, int receivers)
    {
        Pool = new SlabPool(64 * 1024 * 1024);
        Outbox = new Outbox(Pool);
        Sender = Open(portable, out _);
        _receivers = new IUdpPort[receivers];
        _addresses = new TransportAddress[receivers];
        for (int i = 0; i < receivers; i++)
        {
            _receivers[i] = Open(portable, out _addresses[i]);
        }
    }

    public SlabPool Pool { get; }

    public Outbox Outbox { get; }

    public IUdpPort Sender { get; }

    public IUdpPort Receiver => _receivers[0];

    /// <summary>Queues datagrams of 1200 bytes, each in turn to the next receiver.</summary>
    public void Queue(int datagrams)
    {
        for (int i = 0; i < datagrams; i++)
        {
            _ = Outbox.Begin();
            Outbox.Commit(_addresses[i % _addresses.Length], 1200);
        }
    }

    public void Dispose()
    {
        Sender.Dispose();
        Array.ForEach(_receivers, receiver => receiver.Dispose());
        Pool.Dispose();
    }

    private static IUdpPort Open(bool portable, out TransportAddress address)
    {
        Socket[] sockets = UdpSockets.Open([IPAddress.Loopback], 0);
        address = TransportAddress.From((IPEndPoint)sockets[0].LocalEndPoint!);
        return portable ? new PortableUdpPort(sockets) : new LinuxUdpPort(sockets);
    }
}
