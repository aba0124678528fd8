using System.Net;
using System.Net.Sockets;
using Sfu.Net;

namespace Sfu.Tests.Net;

public sealed class SocketBuffersTests
{
    [Fact]
    public void Sockets_have_large_buffers_or_the_operator_is_told_what_to_do()
    {
        using Socket socket = UdpSockets.Open([IPAddress.Loopback], 0)[0];
        Assert.Equal(
            SocketBuffers.Shortage() is null, socket.ReceiveBufferSize >= SocketBuffers.Bytes && socket.SendBufferSize >= SocketBuffers.Bytes);
    }

    [Theory]
    [InlineData(212_992, SocketBuffers.Bytes)]
    [InlineData(SocketBuffers.Bytes, 212_992)]
    public void The_advice_names_what_there_is_and_the_setting(int receive, int send)
    {
        string advice = SocketBuffers.Describe(receive, send)!;
        Assert.Contains("208 KiB", advice, StringComparison.Ordinal);
        Assert.Contains("sysctl -w net.core.rmem_max=4194304 net.core.wmem_max=4194304", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_has_enough_is_told_nothing() => Assert.Null(SocketBuffers.Describe(SocketBuffers.Bytes, 2 * SocketBuffers.Bytes));
}
