using Signaling.Wire;

namespace Signaling.Calls.Wire;

/// <summary>Something about a call changed.</summary>
internal sealed record CallUpdated(CallView Call) : ServerMessage("call.updated");
