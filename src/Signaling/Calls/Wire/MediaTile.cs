using Sfu;

namespace Signaling.Calls.Wire;

/// <summary>How a client shows a receive slot.</summary>
/// <param name="Slot">Counts from 0.</param>
/// <param name="Height">Pixels of the tile; 0 while it is not shown.</param>
/// <param name="Priority">0 to 10; who has more gets a larger picture first.</param>
internal sealed record MediaTile(int Slot, int Height, int Priority = 0) : ISlotEntry
{
    private const int MaximumPriority = 10;

    // More pixels than any screen has.
    private const int MaximumHeight = 16_384;

    /// <inheritdoc/>
    public static string Rule { get; } =
        $"tiles has at most {SlotTile.MaximumCount} entries; height is 0 to {MaximumHeight}, priority 0 to {MaximumPriority}.";

    /// <inheritdoc/>
    public bool IsInRange => Height is >= 0 and <= MaximumHeight && Priority is >= 0 and <= MaximumPriority;

    /// <summary>For the engine.</summary>
    public SlotTile ToTile() => new(Slot, Height, Priority);
}
