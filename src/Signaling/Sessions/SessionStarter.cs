using Signaling.Accounts;
using Signaling.Calls;
using Signaling.Metrics;
using Signaling.Sessions.Wire;
using Signaling.Tokens;
using Signaling.Wire;

namespace Signaling.Sessions;

/// <summary>The first message of a connection: who is it, and may it come in.</summary>
internal sealed class SessionStarter(
    TokenValidator tokens,
    AccountStore accounts,
    SessionRegistry registry,
    CallDispatcher dispatcher,
    CallOptions calls,
    SessionOptions options,
    SignalingMetrics metrics,
    TimeProvider clock)
{
    /// <summary>The version of the protocol.</summary>
    public const int Protocol = 1;

    private const int MinimumDeviceId = 8;
    private const int MaximumDeviceId = 64;

    /// <summary>Gives a session that is registered and told so, or null after telling the client why not.</summary>
    public async Task<Session?> StartAsync(SessionConnection connection)
    {
        Incoming first;
        await using (clock.CreateTimer(_ => connection.Close(SessionClose.StartTimeout), null, TimeSpan.FromSeconds(options.StartSeconds), Timeout.InfiniteTimeSpan))
        {
            first = await connection.ReceiveAsync();
        }

        if (first.Kind is IncomingKind.Closed or IncomingKind.Lost)
        {
            return null;
        }

        ClientFrame? frame = null;
        string? error = first.Kind == IncomingKind.Text ? ClientFrame.TryParse(first.Text, out frame) : "The first message must be a text of JSON.";
        using (frame)
        {
            if (frame is null)
            {
                return Refuse(connection, null, new ProtocolError(ErrorCode.Malformed, error!), SessionClose.ProtocolError);
            }

            return await StartAsync(connection, frame);
        }
    }

    private async Task<Session?> StartAsync(SessionConnection connection, ClientFrame frame)
    {
        if (frame.Type != "session.start")
        {
            return Refuse(connection, frame.RequestId, new(ErrorCode.Unauthenticated, "Send session.start first."), SessionClose.ProtocolError);
        }

        if (!frame.TryRead(WireJson.Default.SessionStart, out SessionStart start) || !IsDeviceId(start.DeviceId))
        {
            const string Expected = "session.start needs token, protocol and a device_id of 8 to 64 printable ASCII characters.";
            return Refuse(connection, frame.RequestId, new(ErrorCode.Malformed, Expected), SessionClose.ProtocolError);
        }

        if (start.Protocol != Protocol)
        {
            return Refuse(connection, frame.RequestId, new(ErrorCode.Malformed, $"This server speaks protocol {Protocol}."), SessionClose.ProtocolError);
        }

        if (await tokens.ValidateAsync(start.Token) is not { } identity)
        {
            return Refuse(connection, frame.RequestId, new(ErrorCode.Unauthenticated, "The token is invalid or has expired. Sign in again."), SessionClose.TokenInvalid);
        }

        var session = new Session(new DeviceKey(identity.Account, start.DeviceId), identity.ExpiresAt, connection, clock, metrics);
        if (!registry.TryAdd(session))
        {
            await session.DisposeAsync();
            return Refuse(connection, frame.RequestId, new(ErrorCode.TooMany, "Too many devices of this account are connected. Close one of them."), SessionClose.TooManyDevices);
        }

        try
        {
            return await OpenAsync(connection, session, frame.RequestId);
        }
        catch
        {
            registry.Remove(session);
            await session.DisposeAsync();
            throw;
        }
    }

    // The account is read after the session is registered: a suspension before is seen here, one after finds the session.
    private async Task<Session?> OpenAsync(SessionConnection connection, Session session, string? requestId)
    {
        Account? account = await accounts.FindAsync(session.Device.Account);
        if (account is null or { Suspended: true })
        {
            registry.Remove(session);
            await session.DisposeAsync();
            return account is null
                ? Refuse(connection, requestId, new(ErrorCode.Unauthenticated, "There is no such account."), SessionClose.TokenInvalid)
                : Refuse(connection, requestId, new(ErrorCode.Forbidden, "The account is suspended."), SessionClose.Suspended);
        }

        var limits = new SessionLimits(SessionConnection.MessageLimit, options.MessagesPerSecond, calls.ReconnectSeconds, calls.RingSeconds);
        bool isOpen = false;
        await dispatcher.RunAsync((board, now) =>
        {
            // Another session of the device may have come in between; it must not be taken for the older one.
            if (registry.Find(session.Device) != session)
            {
                return null;
            }

            isOpen = true;
            IReadOnlyList<CallView> current = board.Connect(session.Device, session.SessionId, now);
            var ready = new SessionReady(session.SessionId, account, Protocol, current, session.ExpiresAt, limits) { RequestId = requestId };
            return () => session.Open(ready);
        });
        if (isOpen)
        {
            await dispatcher.TellAsync((board, _) => board.Remind(session.Device));
            return session;
        }

        registry.Remove(session);
        await session.DisposeAsync();
        return null;
    }

    private Session? Refuse(SessionConnection connection, string? requestId, ProtocolError error, SessionClose close)
    {
        metrics.Refused(error.Code);
        connection.Send(Session.Serialize(ErrorMessage.To(requestId, error)));
        connection.Close(close);
        return null;
    }

    private static bool IsDeviceId(string text) =>
        text.Length is >= MinimumDeviceId and <= MaximumDeviceId && text.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;
}
