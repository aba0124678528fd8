using System.Text.Json.Serialization;

namespace Signaling.Calls;

/// <summary>Who is in a receive slot.</summary>
/// <param name="Slot">Counts from 0.</param>
/// <param name="UserId">The account, or null when the slot is empty.</param>
internal sealed record SlotOccupant(int Slot, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UserId);
