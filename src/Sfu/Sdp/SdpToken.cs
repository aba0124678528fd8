using System.Globalization;

namespace Sfu.Sdp;

/// <summary>Cuts a line's value into its parts. Total: every input gives a value or false.</summary>
internal static class SdpToken
{
    /// <summary>Takes the part before the next separator off the front; empty where nothing is left.</summary>
    public static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest, char separator = ' ')
    {
        rest = separator == ' ' ? rest.TrimStart(' ') : rest;
        int end = rest.IndexOf(separator);
        ReadOnlySpan<char> token = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return token;
    }

    /// <summary>A decimal number without sign or spaces, from 0 to a maximum.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, int maximum, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= maximum;

    /// <summary>A 32-bit number.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out uint value) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>Not empty, only visible ASCII, and not longer than a maximum: safe to echo and to quote.</summary>
    public static bool IsVisible(ReadOnlySpan<char> text, int maximumLength) =>
        !text.IsEmpty && text.Length <= maximumLength && !text.ContainsAnyExceptInRange('!', '~');

    /// <summary>As <see cref="IsVisible"/>, with spaces between.</summary>
    public static bool IsPrintable(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange(' ', '~');
}
