using System.Text;

namespace Load.Reports;

/// <summary>Puts the runs of a directory side by side: files <c>SHAPE.SRTP.NAME.ROUND.json</c>, as bench/compare writes them.</summary>
internal static class Comparison
{
    /// <summary>A Markdown table for each shape and profile: medians over the rounds, in brackets the least and the most.</summary>
    public static string Summarize(string directory)
    {
        var text = new StringBuilder();
        foreach (IGrouping<(string Shape, string Srtp), ComparedRun> load in ComparedRun.ReadAll(directory).GroupBy(run => (run.Shape, run.Srtp)).OrderBy(load => load.Key))
        {
            Append(text, load.Key.Shape, load.Key.Srtp, [.. load]);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string shape, string srtp, List<ComparedRun> runs)
    {
        text.AppendLine($"**{shape}, {srtp}**").AppendLine();
        text.AppendLine("| | CPU us a packet | ours / it | user, system us | packets for a second of the busiest media thread | packets/s | loss | latency p50, p99, p99.9 ms | set-up p99 ms | allocated B a packet | RSS MiB | rounds |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        List<ComparedRun> ours = runs.FindAll(run => run.Name == ComparedRun.Ours);
        foreach (IGrouping<string, ComparedRun> contestant in runs.GroupBy(run => run.Name).OrderBy(group => group.Key != ComparedRun.Ours).ThenBy(group => group.Key))
        {
            List<LoadReport> reports = [.. contestant.Select(run => run.Report)];
            double[] ratios =
            [
                .. contestant.Join(ours, run => run.Round, run => run.Round, (it, we) => we.Report.CpuNsPerForwardedPacket / it.Report.CpuNsPerForwardedPacket),
            ];
            text.AppendLine(
                $"| {contestant.Key} | {Spread.Of(reports.Select(report => report.CpuNsPerForwardedPacket / 1000), "F2")} | "
                + $"{(contestant.Key == ComparedRun.Ours || ratios.Length == 0 ? "" : Spread.Of(ratios, "F2"))} | "
                + $"{Spread.Median(reports.Select(report => report.CpuUserNsPerForwardedPacket / 1000), "F2")}, {Spread.Median(reports.Select(report => report.CpuSystemNsPerForwardedPacket / 1000), "F2")} | "
                + $"{(reports[0].PacketsPerMediaThreadSecond is null ? "" : Spread.Of(reports.Select(report => report.PacketsPerMediaThreadSecond ?? 0), "N0"))} | "
                + $"{Spread.Median(reports.Select(report => report.ForwardedPacketsPerSecond), "N0")} | {Spread.Median(reports.Select(report => report.Loss), "P3")} | "
                + $"{Spread.Median(reports.Select(report => report.LatencyUs.P50 / 1000), "F2")}, {Spread.Median(reports.Select(report => report.LatencyUs.P99 / 1000), "F2")}, {Spread.Median(reports.Select(report => report.LatencyUs.P999 / 1000), "F2")} | "
                + $"{Spread.Median(reports.Select(report => report.SetupMs.P99), "F0")} | "
                + $"{(reports[0].AllocatedBytesPerForwardedPacket is null ? "" : Spread.Median(reports.Select(report => report.AllocatedBytesPerForwardedPacket ?? 0), "F2"))} | "
                + $"{Spread.Median(reports.Select(report => report.ServerRssBytes / 1048576.0), "F0")} | {reports.Count} |");
        }

        text.AppendLine();
    }
}
