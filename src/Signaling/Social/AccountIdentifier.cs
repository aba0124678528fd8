using System.Buffers;

namespace Signaling.Social;

/// <summary>Phone numbers and e-mail addresses in the one form in which they are compared.</summary>
internal static class AccountIdentifier
{
    // RFC 5321 section 4.5.3.1.3: a path has at most 256 octets with its brackets.
    private const int MaximumLength = 254;

    // ITU-T E.164 section 6.2: a number has at most 15 digits, country code included.
    private const int MaximumDigits = 15;
    private const int MinimumDigits = 7;

    private static readonly SearchValues<char> Separators = SearchValues.Create(" -./()\u00a0");

    /// <summary>Normalizes an e-mail address or an international phone number (<c>+</c> or <c>00</c>); null for anything else.</summary>
    public static string? Normalize(string text)
    {
        text = text.Trim();
        if (text.Length is 0 or > MaximumLength)
        {
            return null;
        }

        return text.Contains('@') ? NormalizeEmail(text) : NormalizePhone(text);
    }

    private static string? NormalizeEmail(string text)
    {
        int at = text.LastIndexOf('@');
        bool plausible = at > 0 && at < text.Length - 1 && !text.Any(character => char.IsWhiteSpace(character) || char.IsControl(character));
        return plausible ? text.ToLowerInvariant() : null;
    }

    private static string? NormalizePhone(string text)
    {
        string compact = string.Concat(text.Where(character => !Separators.Contains(character)));
        if (compact.StartsWith("00", StringComparison.Ordinal))
        {
            compact = string.Concat("+", compact.AsSpan(2));
        }

        bool international = compact.Length is > MinimumDigits and <= MaximumDigits + 1
            && compact[0] == '+' && compact[1] != '0' && compact.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
        return international ? compact : null;
    }
}
