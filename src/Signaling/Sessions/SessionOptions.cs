using System.ComponentModel.DataAnnotations;
using Signaling.Calls;
using Signaling.RateLimits;

namespace Signaling.Sessions;

/// <summary>The configuration section <c>sessions</c>.</summary>
internal sealed class SessionOptions
{
    /// <summary>How long a connection may take to send <c>session.start</c>.</summary>
    [Range(1.0, 120.0)]
    public double StartSeconds { get; init; } = 10;

    /// <summary>How often the server asks a silent client for a sign of life (RFC 6455 section 5.5.2).</summary>
    [Range(0.1, 120.0)]
    public double PingSeconds { get; init; } = 5;

    /// <summary>How long the client may take to give it.</summary>
    [Range(0.1, 120.0)]
    public double PongSeconds { get; init; } = 10;

    /// <summary>Messages that a client may send in the long run.</summary>
    [Range(1, 10_000)]
    public int MessagesPerSecond { get; init; } = 20;

    /// <summary>Messages that a client may send at once.</summary>
    [Range(1, 10_000)]
    public int MessagesBurst { get; init; } = 60;

    /// <summary>Messages that may wait for a slow reader before it is disconnected.</summary>
    [Range(16, 65_536)]
    public int OutgoingMessages { get; init; } = 256;

    /// <summary>Devices of one account that can be connected.</summary>
    [Range(1, CallMachine.CalleeLegLimit)]
    public int DevicesPerAccount { get; init; } = 10;

    /// <summary>Connections in all.</summary>
    [Range(1, 1_000_000)]
    public int Connections { get; init; } = 20_000;

    public RateLimit MessageLimit => new(MessagesBurst, MessagesPerSecond);
}
