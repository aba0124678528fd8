using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Sfu.Memory;
using Sfu.Net;

namespace Sfu.Tests.Net;

/// <summary>What a system that is full, or refuses, does to the datagrams that are sent. The sockets are real; only some calls are answered for the system.</summary>
public sealed unsafe class LinuxUdpSenderTests : IDisposable
{
    private const int Eperm = 1;
    private const int Enetunreach = 101;

    private readonly SlabPool _pool = new(8 * 1024 * 1024);
    private readonly Outbox _outbox;
    private readonly Socket _socket = Open();
    private readonly Socket[] _peers = [Open(), Open(), Open()];
    private readonly List<byte[]>[] _sent = [[], [], []];

    public LinuxUdpSenderTests() => _outbox = new Outbox(_pool);

    [Fact]
    public void A_system_that_is_full_now_and_then_and_takes_a_part_loses_nothing()
    {
        var random = new Random(1);
        int refusals = 0;
        using LinuxUdpSender sender = NewSender((socket, messages, count, flags) => random.Next(6) switch
        {
            0 when refusals++ < 5 => Fail(LibC.Eagain),
            1 => Fail(LibC.Eintr),
            2 => LibC.SendMany(socket, messages, (uint)random.Next(1, (int)count + 1), flags),
            _ => LibC.SendMany(socket, messages, count, flags),
        });
        for (int turn = 0; turn < 10; turn++)
        {
            refusals = 0;
            Queue(60, random);
            Send(sender);
        }

        Assert.Equal(0, sender.Failures);
        Array.ForEach([0, 1, 2], RequireReceived);
    }

    [Theory]
    [InlineData(LibC.Enobufs)]
    [InlineData(LibC.Enomem)]
    public void A_device_whose_queue_is_full_for_a_moment_loses_nothing(int error)
    {
        int refusals = 2;
        using LinuxUdpSender sender = NewSender((socket, messages, count, flags) =>
            refusals-- > 0 ? Fail(error) : LibC.SendMany(socket, messages, count, flags));
        Queue(60, new Random(1));
        Send(sender);

        Assert.Equal(0, sender.Failures);
        Array.ForEach([0, 1, 2], RequireReceived);
    }

    [Fact]
    public void A_system_that_stays_full_is_not_waited_for_and_what_it_had_no_room_for_is_counted()
    {
        bool full = true;
        int calls = 0;
        using LinuxUdpSender sender = NewSender((socket, messages, count, flags) =>
        {
            calls++;
            return full ? Fail(LibC.Enobufs) : LibC.SendMany(socket, messages, count, flags);
        });
        Queue(60, new Random(1));
        Send(sender);
        Assert.Equal(60, sender.Failures);
        Assert.InRange(calls, 2, 20);

        Array.ForEach(_sent, sent => sent.Clear());
        full = false;
        Queue(60, new Random(2));
        Send(sender);
        Assert.Equal(60, sender.Failures);
        Array.ForEach([0, 1, 2], RequireReceived);
    }

    [Theory]
    [InlineData(Eperm)]
    [InlineData(Enetunreach)]
    public void A_destination_that_errs_costs_its_own_datagrams_alone(int error)
    {
        int refused = ((IPEndPoint)_peers[1].LocalEndPoint!).Port;
        using LinuxUdpSender sender = NewSender((socket, messages, count, flags) => SendUntil(socket, messages, count, flags, error, refused));
        Queue(90, new Random(3));
        Send(sender);

        Assert.Equal(_sent[1].Count, sender.Failures);
        RequireReceived(0);
        RequireReceived(2);
        Assert.Equal(0, _peers[1].Available);
    }

    [Theory]
    [InlineData(LibC.Eio)]
    [InlineData(LibC.Einval)]
    [InlineData(LibC.Emsgsize)]
    public void A_way_that_does_not_take_joined_datagrams_gets_them_one_by_one(int error)
    {
        var random = new Random(4);
        int refusals = 0;
        using LinuxUdpSender sender = NewSender((socket, messages, count, flags) =>
            messages->Header.VectorCount > 1 ? Fail(error)
            : random.Next(4) == 0 && refusals++ < 5 ? Fail(LibC.Eagain)
            : LibC.SendMany(socket, messages, 1, flags));
        Queue(60, random);
        Send(sender);

        Assert.Equal(0, sender.Failures);
        Array.ForEach([0, 1, 2], RequireReceived);
    }

    public void Dispose()
    {
        _socket.Dispose();
        Array.ForEach(_peers, peer => peer.Dispose());
        _pool.Dispose();
    }

    private static Socket Open() => UdpSockets.Open([IPAddress.Loopback], 0)[0];

    private static int Fail(int error)
    {
        Marshal.SetLastPInvokeError(error);
        return -1;
    }

    // As the system does: what comes before the refused message is sent, and the next call gets the error.
    private static int SendUntil(int socket, LibC.MultiMessageHeader* messages, uint count, int flags, int error, int refusedPort)
    {
        for (uint i = 0; i < count; i++)
        {
            if (SocketAddressCodec.Read(new ReadOnlySpan<byte>(messages[i].Header.Name, SocketAddressCodec.MaximumLength), false, 0).Port == refusedPort)
            {
                return i == 0 ? Fail(error) : LibC.SendMany(socket, messages, i, flags);
            }
        }

        return LibC.SendMany(socket, messages, count, flags);
    }

    private LinuxUdpSender NewSender(LinuxUdpSender.SystemSend send) => new([(int)_socket.Handle], [false], send);

    private void Send(LinuxUdpSender sender)
    {
        sender.Send(_outbox);
        _outbox.Clear();
    }

    private void Queue(int count, Random random)
    {
        for (int i = 0; i < count; i++)
        {
            int peer = random.Next(_peers.Length);
            byte[] datagram = new byte[random.Next(4) == 0 ? random.Next(1, 1200) : 1200];
            random.NextBytes(datagram);
            _outbox.Add(TransportAddress.From((IPEndPoint)_peers[peer].LocalEndPoint!), datagram);
            _sent[peer].Add(datagram);
        }
    }

    private void RequireReceived(int peer)
    {
        byte[] buffer = new byte[2000];
        List<byte[]> received = [];
        while (_peers[peer].Available > 0)
        {
            received.Add(buffer[.._peers[peer].Receive(buffer)]);
        }

        Assert.Equal(_sent[peer], received);
    }
}
