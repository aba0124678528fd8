namespace Sfu.Memory;

/// <summary>A buffer of <see cref="SlabPool.SlabSize"/> bytes, by its number in the pool of one worker.</summary>
/// <param name="Index">Counts from 0; -1 is no slab.</param>
internal readonly record struct Slab(int Index)
{
    /// <summary>No slab.</summary>
    public static readonly Slab None = new(-1);

    /// <summary>Whether there is one.</summary>
    public bool Exists => Index >= 0;
}
