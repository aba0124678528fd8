using System.Globalization;
using System.Text;
using Scenarios;

namespace CallQuality;

/// <summary>Prints results for people.</summary>
internal static class QualityTable
{
    public static void Print(Outcome outcome)
    {
        Console.WriteLine();
        Console.WriteLine($"{outcome.Scenario}: {outcome.Title}");
        int width = outcome.Findings.Max(finding => finding.What.Length);
        foreach (Finding finding in outcome.Findings)
        {
            Console.WriteLine($"  {(finding.Holds ? "ok  " : "FAIL")} {finding.What.PadRight(width)}  {finding.Shown,14}  required {finding.Required}");
        }
    }

    public static void PrintSum(IReadOnlyList<Outcome> outcomes)
    {
        Console.WriteLine();
        Console.WriteLine($"{outcomes.Count(outcome => outcome.Holds)} of {outcomes.Count} scenarios as required");
    }

    /// <summary>The table of docs/quality.md.</summary>
    public static string ToMarkdown(IEnumerable<Outcome> outcomes)
    {
        var table = new StringBuilder("| scenario | shows | required | reached |\n|---|---|---|---|\n");
        foreach (Outcome outcome in outcomes)
        {
            string name = $"`{outcome.Scenario}`: {outcome.Title}";
            foreach (Finding finding in outcome.Findings)
            {
                string reached = finding.Holds ? finding.Shown : $"**{finding.Shown}**";
                table.Append(CultureInfo.InvariantCulture, $"| {name} | {finding.What} | {finding.Required} | {reached} |\n");
                name = "";
            }
        }

        return table.ToString();
    }
}
