using Signaling.Wire;

namespace Signaling.Calls.Wire;

/// <summary>How fast a device is to send at most; null for as fast as it likes.</summary>
internal sealed record MediaTarget(string CallId, long? BitsPerSecond) : ServerMessage("media.target");
