namespace Sfu.Allocation;

/// <summary>How a client shows a slot.</summary>
/// <param name="Height">Pixels of its tile on the screen; 0 while it shows none.</param>
/// <param name="Priority">Who has more gets larger pictures first.</param>
internal readonly record struct TileWish(int Height, int Priority)
{
    /// <summary>What a client that says nothing gets: the best there is.</summary>
    public static readonly TileWish Any = new(int.MaxValue, 0);
}
