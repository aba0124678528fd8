using System.Net;
using System.Net.Sockets;
using Sfu.Memory;
using Sfu.Net;

namespace Sfu.Tests.Net;

/// <summary>Both implementations do the same.</summary>
public sealed class UdpPortTests : IDisposable
{
    private readonly SlabPool _pool = new(8 * 1024 * 1024);
    private readonly ReceiveBatch _batch;
    private readonly Socket _client = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public UdpPortTests()
    {
        _batch = new ReceiveBatch(_pool);
        _client.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _client.ReceiveTimeout = 5000;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Datagrams_come_in_with_their_sources_and_go_out_by_the_socket_they_came_to(bool portable)
    {
        using IUdpPort port = Open(portable, out IPEndPoint[] ends);
        foreach (IPEndPoint end in ends.Where(end => end.AddressFamily == AddressFamily.InterNetwork))
        {
            _client.SendTo("hello"u8, end);
            Assert.True(Receive(port));
            Assert.Equal("hello"u8.ToArray(), Bytes(_batch.Datagrams[0]));
            Assert.Equal(((IPEndPoint)_client.LocalEndPoint!).Port, _batch.Datagrams[0].Source.Port);

            var outbox = new Outbox(_pool);
            outbox.Add(_batch.Datagrams[0].Source, "answer"u8);
            port.Send(outbox);
            outbox.Clear();
            byte[] buffer = new byte[100];
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            int length = _client.ReceiveFrom(buffer, ref from);
            Assert.Equal("answer"u8.ToArray(), buffer[..length]);
            Assert.Equal(end, from);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_destination_that_cannot_be_reached_does_not_hold_up_the_others(bool portable)
    {
        using IUdpPort port = Open(portable, out IPEndPoint[] ends);
        _client.SendTo("hello"u8, ends[0]);
        Assert.True(Receive(port));
        TransportAddress good = _batch.Datagrams[0].Source;

        var outbox = new Outbox(_pool);
        for (int i = 0; i < 300; i++)
        {
            // Port 0 is nobody's; 240.0.0.0/4 is reserved.
            outbox.Add(i % 3 == 0 ? good : i % 3 == 1 ? good with { Port = 0 } : TransportAddress.FromIPv4(0xF0000001, 9) with { Connection = good.Connection }, [(byte)i]);
        }

        port.Send(outbox);
        outbox.Clear();
        byte[] buffer = new byte[100];
        for (int i = 0; i < 300; i += 3)
        {
            Assert.Equal(1, _client.Receive(buffer));
            Assert.Equal((byte)i, buffer[0]);
        }

        Assert.InRange(port.SendFailures, 100, 200);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pictures_packets_arrive_one_by_one_and_whole_whatever_their_sizes(bool portable)
    {
        using IUdpPort port = Open(portable, out IPEndPoint[] ends);
        _client.SendTo("hello"u8, ends[0]);
        Assert.True(Receive(port));
        int[] lengths = [1200, 1200, 1200, 400, 1200, 1200, 1300, 60, 60, 1];
        var outbox = new Outbox(_pool);
        for (int i = 0; i < lengths.Length; i++)
        {
            byte[] datagram = new byte[lengths[i]];
            Array.Fill(datagram, (byte)i);
            outbox.Add(_batch.Datagrams[0].Source, datagram);
        }

        port.Send(outbox);
        outbox.Clear();
        byte[] buffer = new byte[2000];
        for (int i = 0; i < lengths.Length; i++)
        {
            Assert.Equal(lengths[i], _client.Receive(buffer));
            Assert.Equal(-1, buffer.AsSpan(0, lengths[i]).IndexOfAnyExcept((byte)i));
        }

        Assert.Equal(0, port.SendFailures);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Datagrams_that_were_sent_as_one_message_come_in_one_by_one_in_their_order(bool portable)
    {
        using IUdpPort sender = Open(portable: false, out _);
        using IUdpPort receiver = Open(portable, out IPEndPoint[] ends);
        var outbox = new Outbox(_pool);
        List<byte[]> sent = [];
        int slabs = _pool.Rented;
        foreach (int size in (int[])[1200, 1, 700, 1024, 1400, 2048, 64])
        {
            for (int i = 0; i < 100; i++)
            {
                byte[] datagram = new byte[i == 40 ? Math.Max(1, size / 2) : size];
                new Random((size * 1000) + i).NextBytes(datagram);
                outbox.Add(TransportAddress.From(ends[0]), datagram);
                sent.Add(datagram);
            }

            sender.Send(outbox);
            outbox.Clear();
        }

        List<byte[]> received = [];
        while (received.Count < sent.Count)
        {
            receiver.Wait(1_000_000);
            receiver.Receive(_batch);
            foreach (ref readonly ReceivedDatagram datagram in _batch.Datagrams)
            {
                received.Add(Bytes(datagram));
                if (_batch.TryTake(datagram))
                {
                    _pool.Return(datagram.Slab);
                }
            }
        }

        // One that fills a slab may have been cut, as far as the portable way can tell.
        Assert.Equal(portable ? sent.ConvertAll(datagram => datagram.Length == SlabPool.SlabSize ? [] : datagram) : sent, received);
        Assert.Equal(0, sender.SendFailures);
        Assert.Equal(slabs, _pool.Rented);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wait_ends_when_somebody_wakes_it(bool portable)
    {
        using IUdpPort port = Open(portable, out _);
        Task waiting = Task.Run(() => port.Wait(60_000_000));
        port.Wake();
        await waiting.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(port.Receive(_batch));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_datagram_longer_than_a_slab_is_not_taken_for_one_that_fits(bool portable)
    {
        using IUdpPort port = Open(portable, out IPEndPoint[] ends);
        _client.SendTo(new byte[4000], ends[0]);
        _client.SendTo("after"u8, ends[0]);
        List<int> lengths = [];
        while (!lengths.Contains(5))
        {
            port.Wait(1_000_000);
            do
            {
                port.Receive(_batch);
                lengths.AddRange(_batch.Datagrams.ToArray().Select(datagram => datagram.Length));
            }
            while (_batch.Datagrams.Length > 0);
        }

        Assert.DoesNotContain(lengths, length => length > 5);
    }

    public void Dispose()
    {
        _client.Dispose();
        _batch.Dispose();
        _pool.Dispose();
    }

    private static IUdpPort Open(bool portable, out IPEndPoint[] ends)
    {
        Socket[] sockets = UdpSockets.Open([IPAddress.Loopback, IPAddress.Parse("127.0.0.2"), IPAddress.IPv6Loopback], 0);
        ends = [.. sockets.Select(socket => (IPEndPoint)socket.LocalEndPoint!)];
        Assert.Single(ends.Select(end => end.Port).Distinct());
        return portable ? new PortableUdpPort(sockets) : new LinuxUdpPort(sockets);
    }

    private byte[] Bytes(in ReceivedDatagram datagram) => _pool.Span(datagram.Slab)[..datagram.Length].ToArray();

    private bool Receive(IUdpPort port)
    {
        for (int tries = 0; tries < 100; tries++)
        {
            port.Wait(100_000);
            do
            {
                port.Receive(_batch);
                if (_batch.Datagrams.Length > 0)
                {
                    return true;
                }
            }
            while (port.Receive(_batch));
        }

        return false;
    }
}
