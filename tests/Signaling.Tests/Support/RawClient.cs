using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Signaling.Tests.Support;

/// <summary>A WebSocket client made of bytes, for what a well-behaved one does not do: keep silent, or close without a code.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _tcp = new();

    public static async Task<RawClient> StartAsync(TestServer server, string account)
    {
        var client = new RawClient();
        await client._tcp.ConnectAsync(server.Address.Host, server.Address.Port);
        await client.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /ws HTTP/1.1\r\nHost: {server.Address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"));
        await client.SendAsync(new JsonObject
        {
            ["type"] = "session.start",
            ["token"] = server.Token(account),
            ["protocol"] = 1,
            ["device_id"] = "device-raw",
        });
        await server.SessionsAsync(account, 1);
        return client;
    }

    public Task SendAsync(JsonObject message) => WriteAsync(MaskedText(message.ToJsonString()));

    // RFC 6455 section 5.5.1: a close frame may have no body.
    public Task CloseWithoutCodeAsync() => WriteAsync([0x88, 0x80, 0, 0, 0, 0]);

    public void Dispose() => _tcp.Dispose();

    // RFC 6455 section 5.2: FIN and opcode 1, a masked payload of up to 64 KiB; the mask is zero.
    private static byte[] MaskedText(string text)
    {
        byte[] payload = Encoding.UTF8.GetBytes(text);
        return [0x81, 0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length, 0, 0, 0, 0, .. payload];
    }

    private Task WriteAsync(byte[] bytes) => _tcp.GetStream().WriteAsync(bytes).AsTask();
}
