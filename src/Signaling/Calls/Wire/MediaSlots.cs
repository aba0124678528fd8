using Signaling.Wire;

namespace Signaling.Calls.Wire;

/// <summary>Who is in which receive slot.</summary>
internal sealed record MediaSlots(string CallId, IReadOnlyList<SlotOccupant> Slots) : ServerMessage("media.slots");
