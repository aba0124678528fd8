using System.Globalization;

namespace Load.Reports;

/// <summary>The median of some values, with the least and the most where there are several.</summary>
internal static class Spread
{
    /// <summary>Such as <c>4.41 (3.96 to 4.86)</c>.</summary>
    public static string Of(IEnumerable<double> values, string format)
    {
        double[] sorted = [.. values.Order()];
        string median = Text(Median(sorted), format);
        return sorted.Length == 1 ? median : $"{median} ({Text(sorted[0], format)} to {Text(sorted[^1], format)})";
    }

    /// <summary>The median alone.</summary>
    public static string Median(IEnumerable<double> values, string format) => Text(Median([.. values.Order()]), format);

    private static double Median(double[] sorted) => sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
