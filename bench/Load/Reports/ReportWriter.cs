using System.Text.Json;
using System.Text.Json.Serialization;

namespace Load.Reports;

/// <summary>Shows a report to people and to programs.</summary>
internal static class ReportWriter
{
    /// <summary>How reports are written.</summary>
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    /// <summary>Writes a file; a report, or a list of them.</summary>
    public static void Write<T>(string file, T report) => File.WriteAllText(file, JsonSerializer.Serialize(report, Json) + "\n");

    /// <summary>Prints a table.</summary>
    public static void Print(LoadReport report)
    {
        Console.WriteLine();
        Row("clients", $"{report.Rooms} rooms of {report.Publishers} + {report.Subscribers}, {report.Srtp}, {report.Seconds:F1} s measured", "");
        Row("without media", $"{report.ClientsWithoutMedia}", "");
        Row("packets in", $"{report.ReceivedPackets:N0}", $"{report.ReceivedPacketsPerSecond:N0} a second");
        Row("packets forwarded", $"{report.ForwardedPackets:N0}", $"{report.ForwardedPacketsPerSecond:N0} a second, {report.ForwardedMegabitsPerSecond:F1} Mbit/s");
        Row("lost", $"{report.ExpectedPackets - report.ForwardedPackets:N0}", $"{report.Loss:P4} (pictures {report.VideoLoss:P4}, sound {report.AudioLoss:P4}); before repair {report.LossBeforeRepair:P4}");
        if (report.SequenceGaps > 0 || report.Loss > 0)
        {
            Row("", $"{report.SequenceGaps:N0} gaps", "in the numbers of streams; what is missing beyond them the server did not pass on");
        }

        Row("latency", $"p50 {report.LatencyUs.P50:F0} us", $"p99 {report.LatencyUs.P99:F0}, p99.9 {report.LatencyUs.P999:F0}, max {report.LatencyUs.Max:F0} us");
        Row("set-up", $"p50 {report.SetupMs.P50:F1} ms", $"p99 {report.SetupMs.P99:F1}, max {report.SetupMs.Max:F1} ms, request to first media");
        Row("", $"join {report.JoinMs.P50:F1} / {report.JoinMs.P99:F1} ms", $"ICE {report.IceMs.P50:F1} / {report.IceMs.P99:F1}, DTLS {report.DtlsMs.P50:F1} / {report.DtlsMs.P99:F1} ms (p50 / p99)");
        Row("CPU a packet", $"{report.CpuNsPerForwardedPacket:N0} ns", $"user {report.CpuUserNsPerForwardedPacket:N0}, system {report.CpuSystemNsPerForwardedPacket:N0}; {report.ServerCores:P0} of a core");
        if (report.PacketsPerMediaThreadSecond is { } carried)
        {
            Row("media threads", string.Join(" + ", report.MediaThreadCores.Select(cores => $"{cores:P1}")) + " of a core", $"{carried:N0} packets for each second of the busiest");
        }

        Row("generator's", $"{report.GeneratorCpuNsPerForwardedPacket:N0} ns", report.GeneratorSendFailures > 0 ? $"{report.GeneratorSendFailures} datagrams could not be sent" : "");
        Row("memory", $"{report.ServerRssBytes / 1048576.0:F1} MiB", $"{report.ServerRssBytesPerClient / 1024:F0} KiB for each client; {(report.ServerRssBytes - report.ServerRssGrowthBytes) / 1048576.0:F1} MiB before");
        if (report.AllocatedBytesPerForwardedPacket is { } allocated)
        {
            Row("allocated", $"{allocated:F3} bytes a packet", $"{report.AllocatedBytesPerSecond / 1024:N0} KiB a second; {string.Join(' ', report.Collections ?? [])} collections (generations 0 1 2), {report.CollectionPauseMs:F2} ms of pause");
        }

        Row("repair", $"{report.NackPerSecond:F1} NACKed a second", $"{report.RtxPackets:N0} came by RTX, {report.UplinkRtxPackets:N0} sent again by publishers, {report.KeyframeRequests} keyframe requests");
        if (report.ForeignPayloads + report.Duplicates > 0)
        {
            Row("odd", $"{report.ForeignPayloads:N0} payloads that nobody sent", $"{report.Duplicates:N0} duplicates");
        }

        foreach ((string kind, long sent) in report.Flood ?? new Dictionary<string, long>())
        {
            Row("flood", $"{sent:N0} {kind}", $"{sent / report.Seconds:N0} a second");
        }

        foreach ((string reason, DropReport drops) in report.Drops ?? new Dictionary<string, DropReport>())
        {
            if (drops.After > 0)
            {
                Row("dropped", $"{drops.After - drops.Before:N0} {reason}", $"{drops.Before:N0} before, {drops.After:N0} after");
            }
        }

        if (report.Rest is { } rest)
        {
            Row("REST", $"{rest.PerSecond:N0} a second", $"of {rest.Wanted:N0} wanted; {rest.Errors} errors; p50 {rest.Us.P50 / 1000:F1}, p99 {rest.Us.P99 / 1000:F1} ms");
        }
    }

    private static void Row(string name, string value, string more) => Console.WriteLine($"  {name,-18} {value,-28} {more}");
}
