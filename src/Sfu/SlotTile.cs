namespace Sfu;

/// <summary>How a client shows one of its receive slots.</summary>
/// <param name="Slot">Counts from 0.</param>
/// <param name="Height">Pixels of the picture's tile on the screen; 0 while it shows none.</param>
/// <param name="Priority">Who has more gets a larger picture first.</param>
public readonly record struct SlotTile(int Slot, int Height, int Priority)
{
    /// <summary>The most tiles that a client can name.</summary>
    public const int MaximumCount = 64;

    /// <summary>What a slot of which the client says nothing gets: the best there is.</summary>
    public static SlotTile Any(int slot) => new(slot, int.MaxValue, 0);
}
