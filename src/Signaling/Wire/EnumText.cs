using System.Text.Json;

namespace Signaling.Wire;

/// <summary>The one written form of an enum, on the wire, in storage and in the configuration: <c>snake_case</c>.</summary>
internal static class EnumText<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Names =
        Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static readonly Dictionary<string, T> Values = Names.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>All written forms, in the enum's order.</summary>
    public static IReadOnlyCollection<string> All => Values.Keys;

    /// <summary>The written form of a value.</summary>
    public static string Of(T value) => Names[value];

    /// <summary>The value of a written form.</summary>
    public static bool TryParse(string text, out T value) => Values.TryGetValue(text, out value);

    /// <summary>The value of a written form that this program wrote itself.</summary>
    public static T Parse(string text) => Values[text];
}
