using System.Globalization;

namespace EndToEnd.Tests.Engine;

/// <summary>What several runs of the same have in common: medians, the least and the most in brackets, and freezes in all.</summary>
internal static class ReceivedVideoSummary
{
    public static string Of(IReadOnlyCollection<ReceivedVideo> runs) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {runs.Count} runs: {Spread(runs, run => run.Bytes * 8 / run.Seconds / 1000, "0")} kbit/s, {Spread(runs, run => run.FramesDecoded / run.Seconds, "0.0")} pictures a second, {Spread(runs, run => run.FreezeCount, "0.#")} freezes, in all {runs.Sum(run => run.FreezeCount)} ({runs.Sum(run => run.FreezeSeconds):0.0} s)
        """);

    private static string Spread(IEnumerable<ReceivedVideo> runs, Func<ReceivedVideo, double> figure, string format)
    {
        double[] sorted = [.. runs.Select(figure).Order()];
        double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return string.Join(' ', Text(median), $"({Text(sorted[0])} to {Text(sorted[^1])})");

        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }
}
