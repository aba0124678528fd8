using Signaling.Wire;

namespace Signaling.Calls.Wire;

/// <summary>Answers <see cref="CallInvite"/>.</summary>
internal sealed record CallCreated(CallView Call) : ServerMessage("call.created");
