using System.Net;
using System.Net.Sockets;
using Simulation.Network;

namespace EndToEnd.Tests.Network;

/// <summary>The relay passes on what its links let through, to whom it belongs.</summary>
public sealed class UdpRelayTests : IDisposable
{
    private readonly UdpClient _first = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _second = new(new IPEndPoint(IPAddress.Loopback, 0));

    [Fact]
    public async Task Each_end_hears_the_other_from_the_port_that_it_sends_to()
    {
        using var relay = new UdpRelay(LinkSettings.Perfect, LinkSettings.Perfect, (IPEndPoint)_second.Client.LocalEndPoint!);
        await _first.SendAsync("question"u8.ToArray(), relay.First);
        UdpReceiveResult question = await _second.ReceiveAsync().WaitAsync(Eventually.Limit);
        Assert.Equal("question"u8.ToArray(), question.Buffer);
        Assert.Equal(relay.Second, question.RemoteEndPoint);

        await _second.SendAsync("answer"u8.ToArray(), relay.Second);
        UdpReceiveResult answer = await _first.ReceiveAsync().WaitAsync(Eventually.Limit);
        Assert.Equal("answer"u8.ToArray(), answer.Buffer);
        Assert.Equal(relay.First, answer.RemoteEndPoint);
    }

    [Fact]
    public async Task What_the_link_loses_does_not_come()
    {
        using var relay = new UdpRelay(new LinkSettings(Loss: 0.5), LinkSettings.Perfect, (IPEndPoint)_second.Client.LocalEndPoint!);
        for (int i = 0; i < 200; i++)
        {
            await _first.SendAsync(new byte[] { (byte)i }, relay.First);
        }

        // One of these gets through.
        for (int i = 0; i < 50; i++)
        {
            await _first.SendAsync(new byte[] { 255, 255 }, relay.First);
        }

        int came = 0;
        while ((await _second.ReceiveAsync().WaitAsync(Eventually.Limit)).Buffer.Length == 1)
        {
            came++;
        }

        Assert.InRange(came, 50, 150);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }
}
