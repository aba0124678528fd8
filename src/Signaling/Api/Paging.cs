using Signaling.Storage;
using Signaling.Wire;

namespace Signaling.Api;

/// <summary>The query parameters of lists.</summary>
internal readonly record struct Paging(PageCursor Before, int Limit)
{
    /// <summary>The largest page.</summary>
    public const int MaximumLimit = 100;

    private const int DefaultLimit = 50;

    /// <summary>Reads <c>before</c> and <c>limit</c>; gives the problem when they are wrong.</summary>
    public static IResult? TryRead(string? before, int? limit, out Paging paging)
    {
        paging = default;
        if (!PageCursor.TryParse(before, out PageCursor cursor))
        {
            return Problem.Result(ErrorCode.Malformed, "before must be a next_before of an earlier answer.");
        }

        if (limit is < 1 or > MaximumLimit)
        {
            return Problem.Result(ErrorCode.Malformed, $"limit must be 1 to {MaximumLimit}.");
        }

        paging = new Paging(cursor, limit ?? DefaultLimit);
        return null;
    }
}
