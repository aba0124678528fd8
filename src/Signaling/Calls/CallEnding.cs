namespace Signaling.Calls;

/// <summary>How a call ended; after a block the two sides are told different things.</summary>
/// <param name="Caller">What the caller is told.</param>
/// <param name="Callee">What the callee is told.</param>
/// <param name="DeclinedOn">The device that declined: the callee's other devices are told <see cref="CallReason.DeclinedElsewhere"/>.</param>
internal sealed record CallEnding(CallReason Caller, CallReason Callee, DeviceKey? DeclinedOn = null);
