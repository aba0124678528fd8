using System.Buffers;

namespace Signaling.Accounts;

/// <summary>The unique name of an account: letters, digits and underscore, compared without case.</summary>
internal static class Handle
{
    /// <summary>The greatest length.</summary>
    public const int MaximumLength = 32;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Whether the text can be a handle.</summary>
    public static bool IsValid(string text) => text.Length is > 0 and <= MaximumLength && !text.AsSpan().ContainsAnyExcept(Allowed);
}
