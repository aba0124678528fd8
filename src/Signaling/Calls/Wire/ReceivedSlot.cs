using Sfu;

namespace Signaling.Calls.Wire;

/// <summary>What a client made of a receive slot. Null where it does not know.</summary>
/// <param name="Slot">Counts from 0.</param>
/// <param name="Frozen">The share of the time in which the picture stood still.</param>
/// <param name="FramesPerSecond">Pictures that it decoded.</param>
/// <param name="Concealed">The share of the sound that it had to make up.</param>
internal sealed record ReceivedSlot(int Slot, double? Frozen = null, double? FramesPerSecond = null, double? Concealed = null) : ISlotEntry
{
    // More than any camera makes.
    private const int MaximumRate = 1000;

    /// <inheritdoc/>
    public static string Rule { get; } =
        $"slots has at most {SlotTile.MaximumCount} entries; frozen and concealed are 0 to 1, frames_per_second 0 to {MaximumRate}.";

    /// <inheritdoc/>
    public bool IsInRange =>
        Frozen is null or (>= 0 and <= 1) && FramesPerSecond is null or (>= 0 and <= MaximumRate) && Concealed is null or (>= 0 and <= 1);

    /// <summary>For the engine.</summary>
    public SlotReception ToReception() => new(Slot, Frozen, FramesPerSecond, Concealed);
}
