using System.Diagnostics.Metrics;
using System.Globalization;

namespace Signaling.Metrics;

/// <summary>One line of a metric, named as Prometheus does.</summary>
/// <param name="Name">Such as <c>media_worker_drops_total</c>.</param>
/// <param name="Labels">Such as <c>{worker="0",reason="srtp_replayed"}</c>, or empty.</param>
/// <param name="OnlyGrows">Whether it is a counter, not a gauge.</param>
/// <param name="Help">What it counts.</param>
internal readonly record struct MetricSeries(string Name, string Labels, bool OnlyGrows, string Help)
{
    /// <summary>Of an instrument and its tags. A counter ends in <c>_total</c>, before it stands the unit.</summary>
    public static MetricSeries Of(Instrument instrument, bool onlyGrows, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string unit = instrument.Unit switch
        {
            "By" => "_bytes",
            "s" => "_seconds",
            _ => string.Empty,
        };
        string[] labels = new string[tags.Length];
        for (int i = 0; i < tags.Length; i++)
        {
            labels[i] = $"{NameOf(tags[i].Key)}=\"{Escape(Convert.ToString(tags[i].Value, CultureInfo.InvariantCulture) ?? string.Empty)}\"";
        }

        return new MetricSeries(
            $"{NameOf(instrument.Name)}{unit}{(onlyGrows ? "_total" : string.Empty)}",
            labels.Length == 0 ? string.Empty : $"{{{string.Join(',', labels)}}}",
            onlyGrows,
            instrument.Description ?? string.Empty);
    }

    private static string NameOf(string name) => name.Replace('.', '_');

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
