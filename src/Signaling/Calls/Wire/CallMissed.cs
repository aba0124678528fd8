using Signaling.Wire;

namespace Signaling.Calls.Wire;

/// <summary>Somebody called and nobody answered.</summary>
internal sealed record CallMissed(CallRecord Record) : ServerMessage("call.missed");
