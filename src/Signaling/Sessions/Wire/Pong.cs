using Signaling.Wire;

namespace Signaling.Sessions.Wire;

/// <summary>Answers <c>ping</c>.</summary>
internal sealed record Pong() : ServerMessage("pong");
