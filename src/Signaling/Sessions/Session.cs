using System.Text.Json;
using Signaling.Calls;
using Signaling.Metrics;
using Signaling.RateLimits;
using Signaling.Tokens;
using Signaling.Wire;

namespace Signaling.Sessions;

/// <summary>A device of an account that is signed in over WebSocket.</summary>
internal sealed class Session : ICallClient, IAsyncDisposable
{
    // A timer takes at most 49 days.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    // A report says of the time since the last one; of a shorter one it would say little.
    private static readonly RateLimit ReportLimit = new(Burst: 4, PerSecond: 1);

    private readonly SessionConnection _connection;
    private readonly TimeProvider _clock;
    private readonly SignalingMetrics _metrics;
    private readonly ITimer _expiry;
    private TokenBucket _reports;
    private long _expiresAt;
    private volatile bool _isOpen;

    public Session(DeviceKey device, DateTimeOffset expiresAt, SessionConnection connection, TimeProvider clock, SignalingMetrics metrics)
    {
        Device = device;
        _expiresAt = expiresAt.UtcTicks;
        _connection = connection;
        _clock = clock;
        _metrics = metrics;
        _reports = new TokenBucket(ReportLimit, TokenBucket.Now(_clock));
        _expiry = clock.CreateTimer(_ => CloseIfExpired(), null, UntilExpiry(), Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public string SessionId { get; } = Ids.Session();

    /// <inheritdoc/>
    public DeviceKey Device { get; }

    /// <summary>The session's offers, which are answered one after the other.</summary>
    public OfferLine Offers { get; } = new();

    /// <summary>When the token expires.</summary>
    public DateTimeOffset ExpiresAt => new(Volatile.Read(ref _expiresAt), TimeSpan.Zero);

    /// <summary>
    /// Sends <c>session.ready</c>, and from now on everything else. What would have been sent before is in the state that the
    /// client reads after it.
    /// </summary>
    public void Open(ServerMessage ready)
    {
        _isOpen = true;
        Send(ready);
    }

    /// <inheritdoc/>
    public void Send(ServerMessage message)
    {
        if (!_isOpen)
        {
            return;
        }

        if (message is ErrorMessage error)
        {
            _metrics.Refused(error.Code);
        }

        _connection.Send(Serialize(message));
    }

    /// <summary>A message as it goes over the wire.</summary>
    public static byte[] Serialize(ServerMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, WireJson.Default.GetTypeInfo(message.GetType())!);

    /// <summary>Closes the session's connection after what is queued was sent.</summary>
    public void Close(SessionClose close) => _connection.Close(close);

    /// <summary>Counts a report of what the device received. For the session's loop alone.</summary>
    /// <returns>Zero, or the time to wait where it is one too many.</returns>
    public TimeSpan TakeReport() => _reports.Take(ReportLimit, TokenBucket.Now(_clock));

    /// <summary>A new token lets the session go on.</summary>
    public void Refresh(DateTimeOffset expiresAt)
    {
        Volatile.Write(ref _expiresAt, expiresAt.UtcTicks);
        _expiry.Change(UntilExpiry(), Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _expiry.DisposeAsync();

    private void CloseIfExpired()
    {
        TimeSpan left = UntilExpiry();
        if (left == TimeSpan.Zero)
        {
            Close(SessionClose.TokenInvalid);
        }
        else
        {
            _expiry.Change(left, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan UntilExpiry()
    {
        TimeSpan left = ExpiresAt + TokenValidator.ClockSkew - _clock.GetUtcNow();
        return left < TimeSpan.Zero ? TimeSpan.Zero : left > LongestTimer ? LongestTimer : left;
    }
}
