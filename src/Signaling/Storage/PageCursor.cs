using System.Buffers.Text;
using System.Text;

namespace Signaling.Storage;

/// <summary>
/// Where a page of a list that is ordered by time and id goes on (keyset pagination: stable while the list grows, and
/// as quick on the last page as on the first).
/// </summary>
/// <param name="Time">Of the last entry of the page before, in microseconds.</param>
/// <param name="Id">Of the same entry.</param>
internal sealed record PageCursor(long Time, string Id)
{
    private const int MaximumLength = 256;

    /// <summary>Newer than every entry: the first page.</summary>
    public static readonly PageCursor Newest = new(long.MaxValue, string.Empty);

    /// <summary>The opaque form that clients carry.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Time}:{Id}"));

    /// <summary>Reads what a client sent; any text gives a cursor or false. No text is the first page.</summary>
    public static bool TryParse(string? text, out PageCursor cursor)
    {
        cursor = Newest;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        if (text.Length > MaximumLength || !Base64Url.IsValid(text))
        {
            return false;
        }

        string decoded = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        int colon = decoded.IndexOf(':');
        if (colon <= 0 || !long.TryParse(decoded.AsSpan(0, colon), out long time))
        {
            return false;
        }

        cursor = new PageCursor(time, decoded[(colon + 1)..]);
        return true;
    }
}
