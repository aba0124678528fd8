using Signaling.Wire;

namespace Signaling.Sessions.Wire;

/// <summary>Answers <see cref="SessionRefresh"/>.</summary>
internal sealed record SessionRefreshed(DateTimeOffset ExpiresAt) : ServerMessage("session.refreshed");
