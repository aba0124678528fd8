namespace Signaling.Sessions.Wire;

/// <summary>The first message of a client.</summary>
internal sealed record SessionStart(string Token, int Protocol, string DeviceId);
