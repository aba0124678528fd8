using System.Globalization;
using System.Text.Json;

namespace Load.Reports;

/// <summary>The result of one run that is compared with others: a file <c>SHAPE.SRTP.NAME.ROUND.json</c>, as bench/compare writes them.</summary>
/// <param name="Shape">The load.</param>
/// <param name="Srtp">The profile.</param>
/// <param name="Name">What was loaded.</param>
/// <param name="Round">Which time.</param>
/// <param name="Report">What came out.</param>
internal sealed record ComparedRun(string Shape, string Srtp, string Name, int Round, LoadReport Report)
{
    /// <summary>How this project's server is called.</summary>
    public const string Ours = "ours";

    private const int Parts = 5;

    /// <summary>All runs of a directory; what was written by something else is passed over.</summary>
    public static IReadOnlyList<ComparedRun> ReadAll(string directory) =>
        Directory.Exists(directory) ? [.. Directory.EnumerateFiles(directory, "*.json").Select(Read).OfType<ComparedRun>()] : [];

    private static ComparedRun? Read(string file)
    {
        string[] parts = Path.GetFileName(file).Split('.');
        return parts.Length == Parts && int.TryParse(parts[3], CultureInfo.InvariantCulture, out int round)
            ? new ComparedRun(parts[0], parts[1], parts[2], round, JsonSerializer.Deserialize<LoadReport>(File.ReadAllText(file), ReportWriter.Json)!)
            : null;
    }
}
