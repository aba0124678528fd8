using System.Text.Json.Serialization;

namespace Signaling.Calls.Wire;

/// <summary>A place in which a client receives one other participant.</summary>
/// <param name="Slot">Counts from 0.</param>
/// <param name="AudioMid">The <c>a=mid</c> of its audio section.</param>
/// <param name="VideoMid">The <c>a=mid</c> of its video section.</param>
internal sealed record MediaSlot(
    int Slot,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AudioMid,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? VideoMid);
