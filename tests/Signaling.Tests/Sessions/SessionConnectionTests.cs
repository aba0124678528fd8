using System.Net.WebSockets;
using System.Text;
using Signaling.Sessions;
using Signaling.Tests.Support;

namespace Signaling.Tests.Sessions;

public sealed class SessionConnectionTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeWebSocket _socket = new();

    [Fact]
    public async Task Messages_leave_in_order_and_the_close_comes_last()
    {
        SessionConnection connection = Connect();
        connection.Send(Text("one"));
        connection.Send(Text("two"));
        connection.Close(SessionClose.Replaced);
        connection.Send(Text("too late"));
        connection.Close(SessionClose.TokenInvalid);
        _socket.Reading.SetResult();
        await connection.DisposeAsync();
        Assert.Equal(["one", "two"], _socket.Sent);
        Assert.Equal(4001, (int?)_socket.SentClose);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off_when_its_queue_is_full()
    {
        SessionConnection connection = Connect(limit: 4);
        for (int i = 0; i < 5; i++)
        {
            connection.Send(Text("waits"));
            await Task.Yield();
        }

        connection.Send(Text("one too many"));
        Assert.True(_socket.IsAborted);
        Assert.Equal(IncomingKind.Lost, (await connection.ReceiveAsync()).Kind);
        await connection.DisposeAsync();
        Assert.Empty(_socket.Sent);
    }

    [Fact]
    public async Task A_message_that_does_not_leave_in_time_cuts_the_connection()
    {
        SessionConnection connection = Connect();
        connection.Send(Text("stuck"));
        Task<Incoming> reading = connection.ReceiveAsync();
        while (!_socket.IsAborted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(IncomingKind.Lost, (await reading).Kind);
        await connection.DisposeAsync();
    }

    [Theory]
    [InlineData(1000, nameof(IncomingKind.Closed))]
    [InlineData(1001, nameof(IncomingKind.Closed))]
    [InlineData(1005, nameof(IncomingKind.Closed))]
    [InlineData(1006, nameof(IncomingKind.Lost))]
    [InlineData(1011, nameof(IncomingKind.Lost))]
    [InlineData(4900, nameof(IncomingKind.Lost))]
    public async Task Only_a_good_bye_is_one(int code, string kind)
    {
        await using SessionConnection connection = Connect();
        _socket.Reading.SetResult();
        _socket.ReceiveClose((WebSocketCloseStatus)code);
        Assert.Equal(kind, (await connection.ReceiveAsync()).Kind.ToString());
    }

    [Fact]
    public async Task The_answer_to_the_servers_own_close_is_no_good_bye()
    {
        await using SessionConnection connection = Connect();
        _socket.Reading.SetResult();
        connection.Close(SessionClose.Restart);
        _socket.ReceiveClose(WebSocketCloseStatus.NormalClosure);
        Assert.Equal(IncomingKind.Lost, (await connection.ReceiveAsync()).Kind);
    }

    [Fact]
    public async Task What_comes_after_the_servers_close_is_thrown_away_and_a_client_that_does_not_close_is_cut_off()
    {
        await using SessionConnection connection = Connect();
        _socket.Reading.SetResult();
        connection.Close(SessionClose.Suspended);
        _socket.Receive(WebSocketMessageType.Text, 10, true);
        Task<Incoming> reading = connection.ReceiveAsync();
        while (!_socket.IsAborted)
        {
            Assert.False(reading.IsCompleted);
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(IncomingKind.Lost, (await reading).Kind);
    }

    [Fact]
    public async Task A_message_in_parts_is_put_together_and_one_without_end_is_cut_off()
    {
        await using SessionConnection connection = Connect();
        _socket.Reading.SetResult();
        _socket.Receive(WebSocketMessageType.Text, 4000, false);
        _socket.Receive(WebSocketMessageType.Text, 96, false);
        _socket.Receive(WebSocketMessageType.Text, 904, true);
        Incoming incoming = await connection.ReceiveAsync();
        Assert.Equal((IncomingKind.Text, 5000), (incoming.Kind, incoming.Text.Length));

        for (int i = 0; i < 2000; i++)
        {
            _socket.Receive(WebSocketMessageType.Text, 1024, false);
        }

        Assert.Equal(IncomingKind.Lost, (await connection.ReceiveAsync()).Kind);
        Assert.True(_socket.IsAborted);
    }

    private SessionConnection Connect(int limit = 16) => new(_socket, limit, _clock);

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
