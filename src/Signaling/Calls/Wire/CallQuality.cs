using Signaling.Wire;

namespace Signaling.Calls.Wire;

/// <summary>How good the connections of a call are.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Self">The reader's own.</param>
/// <param name="Remote">The other side's.</param>
internal sealed record CallQuality(string CallId, ConnectionQuality Self, ConnectionQuality Remote) : ServerMessage("call.quality");
