using Signaling.Wire;

namespace Signaling.Calls.Wire;

/// <summary>A call rings on this device.</summary>
internal sealed record CallIncoming(CallView Call) : ServerMessage("call.incoming");
