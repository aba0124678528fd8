namespace Signaling.Storage;

/// <summary>A bounded part of a list.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="NextBefore">Where the next page begins, or null when this is the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextBefore)
{
    /// <summary>Cuts a result that was read with one row more than the page holds, which tells whether more follows.</summary>
    public static Page<T> Cut(IReadOnlyList<T> rows, int limit, Func<T, string> cursor) =>
        rows.Count <= limit ? new(rows, null) : new([.. rows.Take(limit)], cursor(rows[limit - 1]));

    /// <summary>The same page of other items.</summary>
    public Page<TOther> Select<TOther>(Func<T, TOther> convert) => new([.. Items.Select(convert)], NextBefore);
}
