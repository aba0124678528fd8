using System.Globalization;
using Rtp.Srtp;

namespace Load.Options;

/// <summary>The written form of what flags take, by its type.</summary>
internal static class FlagValue
{
    private static readonly Dictionary<string, SrtpProfile> Profiles = new()
    {
        ["gcm128"] = SrtpProfile.AeadAes128Gcm,
        ["gcm256"] = SrtpProfile.AeadAes256Gcm,
        ["cm80"] = SrtpProfile.AesCm128HmacSha1Tag80,
    };

    /// <summary>The value of a text.</summary>
    /// <exception cref="FormatException">It is none of this type; the message says what would be.</exception>
    public static object Parse(string text, Type type) => type switch
    {
        _ when type == typeof(string) => text,
        _ when type == typeof(int) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : throw Wrong(text, "a number such as 10"),
        _ when type == typeof(double) => Number(text),
        _ when type == typeof(TimeSpan) => Time(text),
        _ when type == typeof(Uri) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) ? address : throw Wrong(text, "an address such as http://127.0.0.1:8080"),
        _ when type == typeof(SrtpProfile) => Profiles.TryGetValue(text, out SrtpProfile profile) ? profile : throw Wrong(text, $"one of {string.Join(", ", Profiles.Keys)}"),
        { IsEnum: true } => Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse(type, text, ignoreCase: true) : throw Wrong(text, $"one of {Names(type)}"),
        _ => throw new NotSupportedException($"Flags of {type} are not known."),
    };

    /// <summary>The text of a value, for the help.</summary>
    public static string? Format(object? value) => value switch
    {
        null => null,
        TimeSpan time => $"{time.TotalSeconds}s",
        SrtpProfile profile => Profiles.Single(pair => pair.Value == profile).Key,
        Enum item => item.ToString().ToLowerInvariant(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static double Number(string text)
    {
        bool percent = text.EndsWith('%');
        return double.TryParse(percent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0
            ? value / (percent ? 100 : 1)
            : throw Wrong(text, "a number such as 10, 0.01 or 1%");
    }

    private static TimeSpan Time(string text)
    {
        (string number, double seconds) = text.EndsWith("ms", StringComparison.Ordinal) ? (text[..^2], 0.001)
            : text.EndsWith('s') ? (text[..^1], 1)
            : text.EndsWith('m') ? (text[..^1], 60)
            : (text, 1);
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0
            ? TimeSpan.FromSeconds(value * seconds)
            : throw Wrong(text, "a time such as 30s or 500ms");
    }

    private static string Names(Type type) => string.Join(", ", Enum.GetNames(type)).ToLowerInvariant();

    private static FormatException Wrong(string text, string wanted) => new($"'{text}' is not {wanted}.");
}
