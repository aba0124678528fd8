namespace Signaling.Accounts;

/// <summary>The name that people see.</summary>
internal static class DisplayName
{
    /// <summary>The greatest length, in UTF-16 units.</summary>
    public const int MaximumLength = 64;

    /// <summary>Whether the text can be a display name: not blank, no control characters, well-formed.</summary>
    public static bool IsValid(string text) =>
        text.Length <= MaximumLength && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl) && TextRules.IsWellFormed(text);
}
