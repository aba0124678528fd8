namespace Load.Reports;

/// <summary>One-way latency in microseconds, from before the system call that sent a packet until the receiving system had it.</summary>
internal sealed record LatencyReport(double P50, double P99, double P999, double Max)
{
    /// <summary>Of a histogram.</summary>
    public static LatencyReport Of(LatencyHistogram histogram) => new(
        Math.Round(histogram.Percentile(0.5), 1),
        Math.Round(histogram.Percentile(0.99), 1),
        Math.Round(histogram.Percentile(0.999), 1),
        Math.Round(histogram.Maximum / 1000.0, 1));
}
