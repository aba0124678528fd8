using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Signaling.Tests.Support;
using SessionOptions = Signaling.Sessions.SessionOptions;

namespace Signaling.Tests.Sessions;

public sealed class HeartbeatTests
{
    [Fact]
    public async Task A_peer_that_is_silent_is_taken_for_lost_and_one_that_answers_pings_is_not()
    {
        await using TestServer server = await TestServer.StartAsync(
            data => TestServer.Options(data, sessions: new SessionOptions { PingSeconds = 0.1, PongSeconds = 0.3 }));
        await server.PersonAsync("alice");
        await server.PersonAsync("bob");
        await using TestClient alive = await server.ConnectAsync("alice");

        using var dead = new TcpClient();
        await dead.ConnectAsync(server.Address.Host, server.Address.Port);
        NetworkStream stream = dead.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /ws HTTP/1.1\r\nHost: {server.Address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"));
        await stream.WriteAsync(MaskedText(new JsonObject
        {
            ["type"] = "session.start",
            ["token"] = server.Token("bob"),
            ["protocol"] = 1,
            ["device_id"] = "device-1",
        }.ToJsonString()));
        await server.SessionsAsync("bob", 1);

        await server.SessionsAsync("bob", 0);
        Assert.Equal("pong", (await alive.RequestAsync("ping")).Text("type"));
    }

    // RFC 6455 section 5.2: FIN and opcode 1, a masked payload of up to 64 KiB; the mask is zero.
    private static byte[] MaskedText(string text)
    {
        byte[] payload = Encoding.UTF8.GetBytes(text);
        return [0x81, 0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length, 0, 0, 0, 0, .. payload];
    }
}
