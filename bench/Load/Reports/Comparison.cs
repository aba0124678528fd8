using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Load.Reports;

/// <summary>Puts the runs of a directory side by side: files <c>SHAPE.SRTP.NAME.ROUND.json</c>, as bench/compare writes them.</summary>
internal static class Comparison
{
    private const string Ours = "ours";
    private const int Parts = 5;

    /// <summary>A Markdown table for each shape and profile: medians over the rounds, in brackets the least and the most.</summary>
    public static string Summarize(string directory)
    {
        var text = new StringBuilder();
        IEnumerable<Run> runs = Directory.EnumerateFiles(directory, "*.json").Select(Run.Read).OfType<Run>();
        foreach (IGrouping<(string Shape, string Srtp), Run> load in runs.GroupBy(run => (run.Shape, run.Srtp)).OrderBy(load => load.Key))
        {
            Append(text, load.Key.Shape, load.Key.Srtp, [.. load]);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string shape, string srtp, List<Run> runs)
    {
        text.AppendLine($"**{shape}, {srtp}**").AppendLine();
        text.AppendLine("| | CPU us a packet | ours / it | user, system us | packets/s | loss | latency p50, p99, p99.9 ms | set-up p99 ms | allocated B a packet | RSS MiB | rounds |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|");
        List<Run> ours = runs.FindAll(run => run.Name == Ours);
        foreach (IGrouping<string, Run> contestant in runs.GroupBy(run => run.Name).OrderBy(group => group.Key != Ours).ThenBy(group => group.Key))
        {
            List<LoadReport> reports = [.. contestant.Select(run => run.Report)];
            double[] ratios =
            [
                .. contestant.Join(ours, run => run.Round, run => run.Round, (it, we) => we.Report.CpuNsPerForwardedPacket / it.Report.CpuNsPerForwardedPacket),
            ];
            text.AppendLine(
                $"| {contestant.Key} | {Spread(reports, report => report.CpuNsPerForwardedPacket / 1000, "F2")} | "
                + $"{(contestant.Key == Ours || ratios.Length == 0 ? "" : Spread(ratios, ratio => ratio, "F2"))} | "
                + $"{Median(reports, report => report.CpuUserNsPerForwardedPacket / 1000, "F2")}, {Median(reports, report => report.CpuSystemNsPerForwardedPacket / 1000, "F2")} | "
                + $"{Median(reports, report => report.ForwardedPacketsPerSecond, "N0")} | {Median(reports, report => report.Loss, "P3")} | "
                + $"{Median(reports, report => report.LatencyUs.P50 / 1000, "F2")}, {Median(reports, report => report.LatencyUs.P99 / 1000, "F2")}, {Median(reports, report => report.LatencyUs.P999 / 1000, "F2")} | "
                + $"{Median(reports, report => report.SetupMs.P99, "F0")} | "
                + $"{(reports[0].AllocatedBytesPerForwardedPacket is null ? "" : Median(reports, report => report.AllocatedBytesPerForwardedPacket ?? 0, "F2"))} | "
                + $"{Median(reports, report => report.ServerRssBytes / 1048576.0, "F0")} | {reports.Count} |");
        }

        text.AppendLine();
    }

    private static string Median<T>(IEnumerable<T> items, Func<T, double> value, string format) =>
        Middle([.. items.Select(value).Order()]).ToString(format, CultureInfo.InvariantCulture);

    private static string Spread<T>(IEnumerable<T> items, Func<T, double> value, string format)
    {
        double[] sorted = [.. items.Select(value).Order()];
        string middle = Middle(sorted).ToString(format, CultureInfo.InvariantCulture);
        return sorted.Length == 1
            ? middle
            : $"{middle} ({sorted[0].ToString(format, CultureInfo.InvariantCulture)}-{sorted[^1].ToString(format, CultureInfo.InvariantCulture)})";
    }

    private static double Middle(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    private sealed record Run(string Shape, string Srtp, string Name, int Round, LoadReport Report)
    {
        public static Run? Read(string file)
        {
            string[] parts = Path.GetFileName(file).Split('.');
            return parts.Length == Parts && int.TryParse(parts[3], CultureInfo.InvariantCulture, out int round)
                ? new Run(parts[0], parts[1], parts[2], round, JsonSerializer.Deserialize<LoadReport>(File.ReadAllText(file), ReportWriter.Json)!)
                : null;
        }
    }
}
