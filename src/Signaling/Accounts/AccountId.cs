using System.Buffers;

namespace Signaling.Accounts;

/// <summary>What an account's id may look like: the <c>sub</c> of the tokens of the app that this server belongs to.</summary>
internal static class AccountId
{
    /// <summary>The greatest length.</summary>
    public const int MaximumLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:@|");

    /// <summary>Whether the text can be an account's id.</summary>
    public static bool IsValid(string text) => text.Length is > 0 and <= MaximumLength && !text.AsSpan().ContainsAnyExcept(Allowed);
}
