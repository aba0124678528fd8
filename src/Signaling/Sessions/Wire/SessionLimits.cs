namespace Signaling.Sessions.Wire;

/// <summary>What a client should keep to.</summary>
internal sealed record SessionLimits(int MaxMessageBytes, int MessagesPerSecond, double ReconnectSeconds, double RingSeconds);
