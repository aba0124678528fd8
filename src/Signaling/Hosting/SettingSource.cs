using Microsoft.Extensions.Configuration.Memory;

namespace Signaling.Hosting;

/// <summary>A place that settings come from, and what people call it.</summary>
/// <param name="Name">Names the place of a setting, given its key with colons.</param>
/// <param name="Configuration">The settings.</param>
internal sealed record SettingSource(Func<string, string> Name, IConfigurationRoot Configuration)
{
    private const string Prefix = "CALLS_";

    /// <summary>A JSON file.</summary>
    /// <exception cref="StartupException">It is not there or not JSON.</exception>
    public static SettingSource OfFile(string path)
    {
        string full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw new StartupException($"The configuration file {full} does not exist.");
        }

        try
        {
            return new SettingSource(_ => full, new ConfigurationBuilder().AddJsonFile(full, optional: false, reloadOnChange: false).Build());
        }
        catch (Exception error) when (error is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The configuration file {full} cannot be read: {error.GetBaseException().Message}");
        }
    }

    /// <summary>Environment variables: <c>CALLS_PORT</c>, <c>CALLS_MEDIA__PORT</c>.</summary>
    public static SettingSource OfEnvironment() => new(
        key => $"environment variable {Prefix}{key.ToUpperInvariant().Replace(":", "__", StringComparison.Ordinal)}",
        new ConfigurationBuilder().AddEnvironmentVariables(Prefix).Build());

    /// <summary>Flags of the command line.</summary>
    public static SettingSource OfFlags(IReadOnlyDictionary<string, string?> settings) => new(
        _ => "command line",
        new ConfigurationBuilder().Add(new MemoryConfigurationSource { InitialData = settings }).Build());
}
