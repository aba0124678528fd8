using System.Globalization;
using System.Text;
using Signaling.Api;

namespace Signaling.Metrics;

/// <summary>All metrics as text, for Prometheus and whatever reads its format (version 0.0.4).</summary>
internal static class MetricsEndpoint
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>For administrators: what a server does is nobody else's business.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes
        .MapGet("/metrics", (MetricsCollector metrics) => TypedResults.Text(Write(metrics.Read()), ContentType, Encoding.UTF8))
        .RequireAdmin()
        .ExcludeFromDescription();

    private static string Write(IEnumerable<KeyValuePair<MetricSeries, double>> values)
    {
        var text = new StringBuilder();
        foreach (var metric in values.GroupBy(value => value.Key.Name).OrderBy(metric => metric.Key, StringComparer.Ordinal))
        {
            MetricSeries first = metric.First().Key;
            text.Append("# HELP ").Append(first.Name).Append(' ').Append(first.Help.ReplaceLineEndings(" ")).Append('\n');
            text.Append("# TYPE ").Append(first.Name).Append(first.OnlyGrows ? " counter\n" : " gauge\n");
            foreach ((MetricSeries series, double value) in metric.OrderBy(line => line.Key.Labels, StringComparer.Ordinal))
            {
                text.Append(series.Name).Append(series.Labels).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
            }
        }

        return text.ToString();
    }
}
