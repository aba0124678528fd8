using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Signaling.Hosting;

/// <summary>A WebSocket connection in memory: the client has said all that it will say, and does not listen.</summary>
/// <param name="messages">What it says before it closes.</param>
internal sealed class WarmWebSocket(IReadOnlyList<string> messages) : IHttpWebSocketFeature
{
    /// <inheritdoc/>
    public bool IsWebSocketRequest => true;

    /// <inheritdoc/>
    public async Task<WebSocket> AcceptAsync(WebSocketAcceptContext context)
    {
        var said = new MemoryStream();
        using var client = WebSocket.CreateFromStream(said, new WebSocketCreationOptions());
        foreach (string message in messages)
        {
            await client.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }

        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        return WebSocket.CreateFromStream(new OneWay(said.ToArray()), new WebSocketCreationOptions { IsServer = true });
    }

    /// <summary>What was said can be read; what is written goes nowhere.</summary>
    private sealed class OneWay(byte[] said) : MemoryStream(said)
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
