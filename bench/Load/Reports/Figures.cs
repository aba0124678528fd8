using System.Text;

namespace Load.Reports;

/// <summary>The table "The figures to reach" of docs/performance.md, from the runs of bench/figures.</summary>
/// <param name="runs">Shapes, and the runs beside them under their own names.</param>
internal sealed class Figures(IReadOnlyList<ComparedRun> runs)
{
    private const string Gcm = "gcm128";
    private const string Cm = "cm80";
    private const string Ours = ComparedRun.Ours;
    private const string Compared = "1x50-600";

    private readonly StringBuilder _text = new();

    /// <summary>The table; what has not been run says so.</summary>
    public static string Write(string shapes, string others) => new Figures([.. ComparedRun.ReadAll(shapes), .. ComparedRun.ReadAll(others)]).Write();

    private string Write()
    {
        _text.AppendLine("| what | goal | measured | command |").AppendLine("|---|---|---|---|");
        Row("CPU a forwarded packet, 1 to 50, GCM, against the C loop with EVP", "<= 0.8x", $"{Ratio(Gcm, "limit")} of limit, {Ratio(Gcm, "limit-segment")} of limit-segment", $"./bench/compare --shape {Compared} --only ours,limit,limit-segment");
        Row("the same, AES-CM", "<= 1.15x", $"{Ratio(Cm, "limit")} of limit, {Ratio(Cm, "limit-segment")} of limit-segment", "the same with `--srtp cm80`");
        Row("against Janus, default / one event loop", "<= 0.15x / <= 0.25x", $"{Ratio(Gcm, "janus")} / {Ratio(Gcm, "janus-1")}; AES-CM {Ratio(Cm, "janus")} / {Ratio(Cm, "janus-1")}", $"./bench/compare --shape {Compared}");
        Row("50 x 600 packets a second, one core, in bursts of a picture", "<= 3 us", $"{Cost(Compared, Gcm, Ours)} us (limit {Cost(Compared, Gcm, "limit")}, limit-segment {Cost(Compared, Gcm, "limit-segment")})", $"./bench/compare --shape {Compared} --only ours");
        Row("the same, spread over the picture's time", "<= 5 us", $"{Cost("1x50-600-even", Gcm, Ours)} us (limit {Cost("1x50-600-even", Gcm, "limit")})", "./bench/compare --shape 1x50-600-even --only ours");
        Row("most packets a second on one core, loss <= 0.1 %", ">= 200k with GCM", Of("most-packets", Gcm, Ours, report => $"{report.ForwardedPacketsPerSecond:N0} to {report.Subscribers}, loss {report.Loss:P3}, p99 {report.LatencyUs.P99 / 1000:F1} ms, {report.ServerCores:P0} of the core"), "./bench/load --start --ramp --subscribers 100 --video-kbps 5500");
        Row("latency at half load", "p50 < 0.3 ms, p99 < 1 ms, p99.9 < 2 ms", $"packets spread over a picture's time, as browsers send them: {Of("half-load", Gcm, Ours, Load)}, half of {Of("full-load", Gcm, Ours, Load)}; in bursts of a picture {Of("half-load-bursts", Gcm, Ours, Load)}", "./bench/load --start --rooms 3 --subscribers 50 --video-kbps 5500 --pacing even`, `--rooms 6`; `--rooms 5 --video-kbps 5500");
        Row("the same, one room of 50", "", $"spread {Of("1x50-600-even", Gcm, Ours, Latency)}; in bursts {Of(Compared, Gcm, Ours, Latency)} (limit: {Of(Compared, Gcm, "limit", Latency)})", $"./bench/compare --shape 1x50-600-even`, `{Compared}");
        Row("allocated a forwarded packet", "0 bytes", Of(Compared, Gcm, Ours, report => $"{report.AllocatedBytesPerForwardedPacket:F3}, collections {string.Join(' ', report.Collections ?? [])}"), "every run says it");
        Row("cost with subscribers, 10 to 500 (1500 kbit/s and sound)", "falls or stays", $"{Cost("1x10", Gcm, Ours)} us at 10, {Cost("1x50", Gcm, Ours)} at 50, {Cost("1x500", Gcm, Ours)} at 500; AES-CM {Cost("1x10", Cm, Ours)}, {Cost("1x50", Cm, Ours)}, {Cost("1x500", Cm, Ours)}", "./bench/compare --shape 1x10 --only ours`, `1x500");
        Row("memory for each subscription of sound and pictures", "< 64 KiB beside the shared cache", "`bench/Micro memory`, below. By resident memory for each whole client of 500: " + Of("1x500", Gcm, Ours, report => $"{report.ServerRssBytesPerClient / 1024:F0} KiB"), "./bench/compare --shape 1x500 --only ours");
        Row("join at 100 a second, request to first media", "p99 < 250 ms", Of("joins", Gcm, Ours, report => $"p50 {report.SetupMs.P50:F0}, p99 {report.SetupMs.P99:F0}, max {report.SetupMs.Max:F0} ms"), "./bench/load --start --rooms 250 --publishers 2 --subscribers 0 --video-kbps 0 --audio --join-rate 100");
        Row("bad input at 10 times the media, of each of five kinds", "media loss < 0.1 %, memory flat", Of("flood", Gcm, Ours, Harm), "./bench/load --start --subscribers 50 --audio --flood 10");
        Row("the same at 10 times what is forwarded, random bytes", "", Of("flood-forwarded", Gcm, Ours, Harm), "./bench/load --start --subscribers 50 --audio --flood 500 --flood-kind random");
        Row("beside 10,000 REST requests a second", "p99.9 < 2 ms", Of("rest", Gcm, Ours, report => $"{Latency(report)} beside {report.Rest?.PerSecond:N0} requests and {report.AllocatedBytesPerSecond / 1048576:F0} MiB a second, {report.CollectionPauseMs:F0} ms of pauses in {report.Seconds:F0} s; ") + "without any " + Of("no-rest", Gcm, Ours, Latency), "./bench/load --start --rooms 1 --publishers 2 --subscribers 0 --audio --rest 10000");
        Row("calls between two, sound, placed by invitation", "1,000", Calls("calls-audio"), "./bench/compare --shape calls-audio");
        Row("calls between two, 1500 kbit/s and sound", "200", Calls("calls-video"), "./bench/compare --shape calls-video");
        Row("20 rooms of six, everybody sees everybody", "", $"{Cost("6x6", Gcm, Ours)} us, AES-CM {Cost("6x6", Cm, Ours)}; " + Of("6x6", Gcm, Ours, report => $"{report.ForwardedPacketsPerSecond:N0} packets a second, loss {report.Loss:P3}, {report.ServerCores:P0} of the core"), "./bench/compare --shape 6x6");
        Row("two forwarding threads, a room on each", "", Workers("2x50-600"), "./bench/compare --shape 2x50-600");
        Row("one room over both", "", Workers("1x100-600"), "./bench/compare --shape 1x100-600");
        Row("the generator's own processor time, for each of the server's", "< 1x", string.Join(", ", new[] { "1x10", "1x50", Compared, "1x50-600-even", "1x500", "6x6", "calls-audio", "calls-video" }.Select(Generator)), "every run says it");
        Row("1 % of loss each way", "", Of("loss", Gcm, Ours, report => $"before repair {report.LossBeforeRepair:P2}, pictures after it {report.VideoLoss:P3}, sound {report.AudioLoss:P3}"), "./bench/load --start --subscribers 50 --audio --loss 1%");
        return _text.ToString();
    }

    private void Row(string what, string goal, string measured, string command) =>
        _text.AppendLine($"| {what} | {goal} | {measured} | {(command.StartsWith('.') ? $"`{command}`" : command)} |");

    private static string Latency(LoadReport report) =>
        $"{report.LatencyUs.P50 / 1000:F2}, {report.LatencyUs.P99 / 1000:F2}, {report.LatencyUs.P999 / 1000:F2} ms";

    private static string Load(LoadReport report) => $"{Latency(report)} with {report.Rooms} rooms of {report.Subscribers} ({report.ForwardedPacketsPerSecond:N0} packets a second, {report.ServerCores:P0} of the core)";

    private static string Harm(LoadReport report) =>
        $"loss {report.Loss:P3}, {Latency(report)}; {report.ServerRssGrowthBytes / 1048576.0:F1} MiB more in {report.Seconds:F0} s; sent {report.Flood?.Values.Sum():N0}, "
        + $"counted {report.Drops?.Values.Sum(drop => drop.After - drop.Before):N0}";

    private string Calls(string shape) => string.Join("; ", new[] { Gcm, Cm }.Select(srtp => Of(shape, srtp, Ours, report =>
        $"{srtp}: {report.Rooms:N0} ({report.ForwardedPacketsPerSecond:N0} packets a second, {report.CpuNsPerForwardedPacket / 1000:F1} us each, p99 {report.LatencyUs.P99 / 1000:F1} ms, {report.ServerCores:P0} of the core)")));

    private string Generator(string shape) => $"{shape} " + Of(shape, Gcm, Ours, report => $"{report.GeneratorCpuNsPerForwardedPacket / report.CpuNsPerForwardedPacket:F2}x");

    private string Workers(string shape) =>
        Ratio(Find(shape, Gcm, "workers-2"), Find(shape, Gcm, "workers-1"), report => report.PacketsPerMediaThreadSecond ?? 0)
        + $" the packets for each second of the busiest thread; {Cost(shape, Gcm, "workers-2")} us of the process a packet in place of {Cost(shape, Gcm, "workers-1")}; "
        + Of(shape, Gcm, "workers-2", report => $"{Latency(report)}, loss {report.Loss:P3}") + "; with one " + Of(shape, Gcm, "workers-1", Latency);

    private string Ratio(string srtp, string rival) =>
        Ratio(Find(Compared, srtp, Ours), Find(Compared, srtp, rival), report => report.CpuNsPerForwardedPacket);

    // Of the runs of a round.
    private static string Ratio(List<ComparedRun> ours, List<ComparedRun> theirs, Func<LoadReport, double> value)
    {
        double[] ratios = [.. ours.Join(theirs, run => run.Round, run => run.Round, (we, it) => value(we.Report) / value(it.Report))];
        return ratios.Length == 0 ? "not run" : $"{Spread.Of(ratios, "F2")}x";
    }

    private string Cost(string shape, string srtp, string name) =>
        Find(shape, srtp, name) is { Count: > 0 } found ? Spread.Of(found.Select(run => run.Report.CpuNsPerForwardedPacket / 1000), "F2") : "not run";

    // Of the middle run by cost, where there were several.
    private string Of(string shape, string srtp, string name, Func<LoadReport, string> tell)
    {
        ComparedRun[] found = [.. Find(shape, srtp, name).OrderBy(run => run.Report.CpuNsPerForwardedPacket)];
        return found.Length == 0 ? "not run" : tell(found[found.Length / 2].Report);
    }

    private List<ComparedRun> Find(string shape, string srtp, string name) => [.. runs.Where(run => run.Shape == shape && run.Srtp == srtp && run.Name == name)];
}
