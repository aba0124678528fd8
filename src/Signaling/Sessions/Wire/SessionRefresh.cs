namespace Signaling.Sessions.Wire;

/// <summary>A client brings a new token.</summary>
internal sealed record SessionRefresh(string Token);
