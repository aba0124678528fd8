using System.Net.WebSockets;
using Signaling.Api;
using Signaling.Calls;
using Signaling.Metrics;
using Signaling.RateLimits;
using Signaling.Wire;

namespace Signaling.Sessions;

/// <summary>The WebSocket at <c>/ws</c>: one loop a connection.</summary>
internal sealed class SessionEndpoint(
    SessionStarter starter,
    SessionRouter router,
    SessionRegistry registry,
    CallDispatcher dispatcher,
    SessionOptions options,
    SignalingMetrics metrics,
    TimeProvider clock,
    ILogger<SessionEndpoint> logger)
{
    // Refused messages in a row after which a client is not only quick but broken or hostile.
    private const int RefusalLimit = 100;

    private int _connections;

    /// <summary>Serves one connection until it ends.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Problem.WriteAsync(context, new ProtocolError(ErrorCode.Malformed, "This address is for WebSocket connections (see docs/protocol.md)."));
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _connections) > options.Connections)
            {
                const string Full = "The server has no room for more connections. Try again later.";
                await Problem.WriteAsync(context, new ProtocolError(ErrorCode.TooMany, Full, RetryAfter: 10));
                return;
            }

            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            await using var connection = new SessionConnection(socket, options.OutgoingMessages, clock);
            await ServeAsync(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    private async Task ServeAsync(SessionConnection connection)
    {
        if (await starter.StartAsync(connection) is not { } session)
        {
            // What was refused is closing; wait for the client's half of it.
            await connection.ReceiveAsync();
            return;
        }

        metrics.SessionOpened();
        bool isClean = false;
        try
        {
            isClean = await ReadAsync(connection, session);
        }
        finally
        {
            await dispatcher.TellAsync((board, now) => board.Disconnect(session.Device, session.SessionId, isClean, now));
            registry.Remove(session);
            await session.DisposeAsync();
            metrics.SessionClosed();
        }
    }

    /// <returns>Whether the client said good-bye.</returns>
    private async Task<bool> ReadAsync(SessionConnection connection, Session session)
    {
        RateLimit limit = options.MessageLimit;
        var bucket = new TokenBucket(limit, TokenBucket.Now(clock));
        int refused = 0;
        while (true)
        {
            Incoming incoming = await connection.ReceiveAsync();
            if (incoming.Kind is IncomingKind.Closed or IncomingKind.Lost)
            {
                return incoming.Kind == IncomingKind.Closed;
            }

            TimeSpan wait = bucket.Take(limit, TokenBucket.Now(clock));
            refused = wait == TimeSpan.Zero ? 0 : refused + 1;
            if (refused >= RefusalLimit)
            {
                connection.Close(SessionClose.TooManyMessages);
                continue;
            }

            await HandleAsync(session, incoming, wait);
        }
    }

    private async Task HandleAsync(Session session, Incoming incoming, TimeSpan wait)
    {
        ClientFrame? frame = null;
        ProtocolError? error = incoming.Kind switch
        {
            IncomingKind.TooLarge => new(ErrorCode.TooLarge, $"A message has at most {SessionConnection.MessageLimit} bytes."),
            IncomingKind.Binary => new(ErrorCode.Malformed, "Messages are text frames of JSON, not binary."),
            _ => ClientFrame.TryParse(incoming.Text, out frame) is { } wrong ? new(ErrorCode.Malformed, wrong) : null,
        };
        using (frame)
        {
            if (wait > TimeSpan.Zero)
            {
                error = ProtocolError.TooMany("Too many messages. Send fewer.", wait);
            }

            if (error is not null)
            {
                session.Send(ErrorMessage.To(frame?.RequestId, error));
                return;
            }

            try
            {
                await router.RouteAsync(session, frame!);
            }
#pragma warning disable CA1031 // A fault in one request is that request's: the session and everybody else go on.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                SessionLog.RequestFailed(logger, fault, frame!.Type);
                session.Send(ErrorMessage.To(frame.RequestId, CallErrors.Of(ErrorCode.Internal)));
            }
        }
    }
}
