namespace Load.Reports;

/// <summary>Of some times, how long most of them are.</summary>
internal sealed record Percentiles(double P50, double P99, double Max)
{
    /// <summary>Of these; zeros where there are none.</summary>
    public static Percentiles Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0
            ? new Percentiles(0, 0, 0)
            : new Percentiles(At(sorted, 0.5), At(sorted, 0.99), Math.Round(sorted[^1], 2));
    }

    private static double At(double[] sorted, double share) => Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)], 2);
}
