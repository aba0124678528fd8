using Signaling.RateLimits;

namespace Signaling.Sessions;

/// <summary>The configuration section <c>sessions</c>.</summary>
internal sealed class SessionOptions
{
    /// <summary>How long a connection may take to send <c>session.start</c>.</summary>
    public double StartSeconds { get; init; } = 10;

    /// <summary>How often the server asks a silent client for a sign of life (RFC 6455 section 5.5.2).</summary>
    public double PingSeconds { get; init; } = 5;

    /// <summary>How long the client may take to give it.</summary>
    public double PongSeconds { get; init; } = 10;

    /// <summary>Messages that a client may send in the long run.</summary>
    public int MessagesPerSecond { get; init; } = 20;

    /// <summary>Messages that a client may send at once.</summary>
    public int MessagesBurst { get; init; } = 60;

    /// <summary>Messages that may wait for a slow reader before it is disconnected.</summary>
    public int OutgoingMessages { get; init; } = 256;

    /// <summary>Devices of one account that can be connected.</summary>
    public int DevicesPerAccount { get; init; } = 10;

    /// <summary>Connections in all.</summary>
    public int Connections { get; init; } = 20_000;

    public RateLimit MessageLimit => new(MessagesBurst, MessagesPerSecond);
}
