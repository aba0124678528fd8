using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Signaling.Metrics;

/// <summary>
/// Keeps what all instruments of the server and of the runtime (meter <c>System.Runtime</c>) have said. Distributions are left out: nothing here has one, and
/// their buckets would be many.
/// </summary>
internal sealed class MetricsCollector : IDisposable
{
    private const string RuntimeMeter = "System.Runtime";

    private readonly ConcurrentDictionary<MetricSeries, double> _values = new();
    private readonly MeterListener _listener = new();

    /// <summary>Listens from now on.</summary>
    public MetricsCollector(SignalingMetrics signaling, MediaMetrics media)
    {
        // By the meters themselves, not by their names: there are several servers in a process of tests.
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == signaling.Meter || instrument.Meter == media.Meter || instrument.Meter.Name == RuntimeMeter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All series as they stand now.</summary>
    public IReadOnlyList<KeyValuePair<MetricSeries, double>> Read()
    {
        _listener.RecordObservableInstruments();
        return [.. _values];
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Type kind = instrument.GetType().GetGenericTypeDefinition();
        if (kind == typeof(Histogram<>))
        {
            return;
        }

        // Observable instruments tell how it stands, the others what is added.
        bool adds = kind == typeof(Counter<>) || kind == typeof(UpDownCounter<>);
        bool onlyGrows = kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>);
        _values.AddOrUpdate(MetricSeries.Of(instrument, onlyGrows, tags), value, (_, former) => adds ? former + value : value);
    }
}
