using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Signaling.Hosting;

/// <summary>
/// Reads the configuration strictly: a key that no option has, a value that is not of its type or out of its range, is an
/// error that names the key and where it stands.
/// </summary>
/// <param name="sources">Later ones override earlier ones; a list as a whole.</param>
internal sealed class SettingReader(IReadOnlyList<SettingSource> sources)
{
    /// <summary>Reads all options.</summary>
    /// <exception cref="StartupException">A setting is wrong.</exception>
    public T Read<T>()
        where T : class
    {
        foreach (SettingSource source in sources)
        {
            CheckKeys(typeof(T), source.Configuration, source);
        }

        return (T)ReadObject(typeof(T), string.Empty, sources);
    }

    private static void CheckKeys(Type type, IConfiguration section, SettingSource source)
    {
        Dictionary<string, PropertyInfo> known = OptionsOf(type).ToDictionary(NameOf, StringComparer.OrdinalIgnoreCase);
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!known.TryGetValue(child.Key, out PropertyInfo? option))
            {
                throw new StartupException(
                    $"Unknown setting {Dotted(child.Path)} ({source.Name(child.Path)}). Known here: {string.Join(", ", known.Keys)}.");
            }

            if (ElementOf(option.PropertyType) is { } element)
            {
                foreach (IConfigurationSection entry in child.GetChildren().Where(_ => IsSection(element)))
                {
                    CheckKeys(element, entry, source);
                }
            }
            else if (IsSection(option.PropertyType))
            {
                CheckKeys(option.PropertyType, child, source);
            }
        }
    }

    private static object ReadObject(Type type, string path, IReadOnlyList<SettingSource> sources)
    {
        object options = Activator.CreateInstance(type)!;
        foreach (PropertyInfo option in OptionsOf(type))
        {
            string key = path.Length == 0 ? NameOf(option) : $"{path}:{NameOf(option)}";
            if (IsSection(option.PropertyType))
            {
                option.SetValue(options, ReadObject(option.PropertyType, key, sources));
            }
            else if (sources.LastOrDefault(source => source.Configuration.GetSection(key).Exists()) is { } source)
            {
                option.SetValue(options, ElementOf(option.PropertyType) is { } element
                    ? ReadList(element, key, source)
                    : ReadValue(option.PropertyType, key, source, option.GetCustomAttribute<RangeAttribute>()));
            }
        }

        return options;
    }

    private static IList ReadList(Type element, string key, SettingSource source)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        IConfigurationSection section = source.Configuration.GetSection(key);
        if (section.Value is { Length: > 0 })
        {
            throw new StartupException($"{Dotted(key)} is a list ({source.Name(key)}).");
        }

        foreach (IConfigurationSection entry in section.GetChildren())
        {
            list.Add(IsSection(element) ? ReadObject(element, entry.Path, [source]) : ReadValue(element, entry.Path, source, null));
        }

        return list;
    }

    private static object? ReadValue(Type type, string key, SettingSource source, RangeAttribute? range)
    {
        string? text = source.Configuration[key];
        if (text is null)
        {
            throw new StartupException($"{Dotted(key)} takes a single value ({source.Name(key)}).");
        }

        object value = Convert(type, text, out string expected)
            ?? throw new StartupException($"{Dotted(key)} is '{text}'; it must be {expected} ({source.Name(key)}).");
        return range is null || range.IsValid(value)
            ? value
            : throw new StartupException($"{Dotted(key)} is {text}; it must be between {range.Minimum} and {range.Maximum} ({source.Name(key)}).");
    }

    private static object? Convert(Type type, string text, out string expected)
    {
        if (type == typeof(string))
        {
            expected = "text";
            return text;
        }

        if (type == typeof(bool))
        {
            expected = "true or false";
            return bool.TryParse(text, out bool flag) ? flag : null;
        }

        if (type == typeof(int))
        {
            expected = "a whole number";
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
        }

        if (type == typeof(double))
        {
            expected = "a number";
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) && double.IsFinite(real) ? real : null;
        }

        Dictionary<string, string> names = Enum.GetNames(type).ToDictionary(JsonNamingPolicy.SnakeCaseLower.ConvertName, StringComparer.OrdinalIgnoreCase);
        expected = $"one of {string.Join(", ", names.Keys)}";
        return names.TryGetValue(text, out string? name) ? Enum.Parse(type, name) : null;
    }

    private static IEnumerable<PropertyInfo> OptionsOf(Type type) => type.GetProperties().Where(property => property.CanWrite);

    private static string NameOf(PropertyInfo option) => JsonNamingPolicy.SnakeCaseLower.ConvertName(option.Name);

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static bool IsSection(Type type) => type.IsClass && type != typeof(string) && ElementOf(type) is null;

    private static string Dotted(string key) => key.Replace(':', '.');
}
