using System.Net.WebSockets;
using Signaling.Calls;
using Signaling.Metrics;
using Signaling.Sessions;

namespace Signaling.Hosting;

/// <summary>
/// Lets a device of nobody ask for what sessions ask for, in memory, before the port opens. It has no account: everything is refused, and all that stays of it
/// is a verdict in the metrics.
/// </summary>
internal sealed class WarmSession(SessionRouter router, CallDispatcher dispatcher, SignalingMetrics metrics, TimeProvider clock)
{
    private const string Nobody = "warm-up";

    private static readonly string[] Messages =
    [
        """{"type":"call.invite","request_id":"1","to":"warm-up-too","media":"video","client_ref":"1"}""",
        """{"type":"media.offer","request_id":"2","call_id":"warm-up","sdp":"v=0"}""",
        """{"type":"call.accept","request_id":"3","call_id":"warm-up","media":"video"}""",
        """{"type":"call.media","request_id":"4","call_id":"warm-up","audio":true,"video":true}""",
        """{"type":"media.layout","request_id":"5","call_id":"warm-up","tiles":[{"slot":0,"height":720}]}""",
        """{"type":"media.received","request_id":"6","call_id":"warm-up","slots":[{"slot":0,"frozen":0,"frames_per_second":30,"concealed":0}]}""",
        """{"type":"call.hangup","request_id":"7","call_id":"warm-up"}""",
    ];

    /// <summary>Says all of it.</summary>
    public async Task RunAsync()
    {
        WebSocket socket = await new WarmWebSocket(Messages).AcceptAsync(new WebSocketAcceptContext());
        await using var connection = new SessionConnection(socket, Messages.Length, clock);

        // Never opened: what it would be told is not sent, and not counted.
        await using var session = new Session(new DeviceKey(Nobody, Nobody), clock.GetUtcNow(), connection, clock, metrics);
        await dispatcher.TellAsync((board, now) => board.Connect(session.Device, session.SessionId, now));
        while (await connection.ReceiveAsync() is { Kind: IncomingKind.Text } said && ClientFrame.TryParse(said.Text, out ClientFrame? frame) is null)
        {
            using (frame)
            {
                await router.RouteAsync(session, frame!);
            }
        }

        await dispatcher.TellAsync((board, now) => board.Disconnect(session.Device, session.SessionId, isClean: true, now));
    }
}
