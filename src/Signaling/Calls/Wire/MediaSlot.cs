using System.Text.Json.Serialization;
using Sfu;

namespace Signaling.Calls.Wire;

/// <summary>A place in which a client receives one other participant.</summary>
/// <param name="Slot">Counts from 0.</param>
/// <param name="AudioMid">The <c>a=mid</c> of its audio section.</param>
/// <param name="VideoMid">The <c>a=mid</c> of its video section.</param>
internal sealed record MediaSlot(
    int Slot,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AudioMid,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? VideoMid)
{
    /// <summary>The slots of an answer.</summary>
    public static IReadOnlyList<MediaSlot> Of(IReadOnlyList<SlotDescription> slots) =>
        [.. slots.Select(slot => new MediaSlot(slot.Slot, slot.AudioMid, slot.VideoMid))];
}
