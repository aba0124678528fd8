using System.Diagnostics.Metrics;
using Sfu;
using Signaling.Wire;

namespace Signaling.Metrics;

/// <summary>What the workers of the media engine do (meter <c>media</c>), asked for when somebody measures. The tag is the worker's number.</summary>
internal sealed class MediaMetrics : IDisposable
{
    private readonly IMediaServer _media;

    /// <summary>Makes the instruments.</summary>
    public MediaMetrics(IMediaServer media)
    {
        _media = media;
        Gauge("media.worker.busy", "Part of the time in which the thread works, 0 to 1", worker => worker.Busy);
        Gauge("media.worker.participants", "Participants on the worker", worker => worker.Participants);
        Gauge("media.worker.rooms", "Rooms on the worker", worker => worker.Rooms);
        Gauge("media.worker.datagrams_per_second", "Datagrams sent a second", worker => worker.DatagramsPerSecond);
        Gauge("media.worker.slabs", "Packet buffers of 2 KiB in use", worker => worker.SlabsInUse);
        Gauge("media.worker.memory", "Part of the packet memory in use, 0 to 1", worker => worker.Memory);
        Counter("media.worker.relayed", "Packets that came from other workers", worker => worker.Relayed);
        Counter("media.worker.relay_drops", "Packets lost on the way between workers", worker => worker.RelayDrops);
        Counter("media.worker.send_failures", "Datagrams that the system did not take", worker => worker.SendFailures);
        Meter.CreateObservableCounter(
            "media.worker.drops", () => _media.GetWorkers().SelectMany(Drops), description: "Datagrams that arrived and changed nothing, by reason");
    }

    /// <summary>Of the instruments.</summary>
    public Meter Meter { get; } = new("media");

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    private static IEnumerable<Measurement<long>> Drops(WorkerReport worker) => worker.Drops.Select(drop => new Measurement<long>(
        drop.Value,
        new KeyValuePair<string, object?>("worker", worker.Worker),
        new KeyValuePair<string, object?>("reason", EnumText<DropReason>.Of(drop.Key))));

    private void Gauge(string name, string description, Func<WorkerReport, double> value) =>
        Meter.CreateObservableGauge(name, () => Measure(value), description: description);

    private void Counter(string name, string description, Func<WorkerReport, long> value) =>
        Meter.CreateObservableCounter(name, () => Measure(value), description: description);

    private IEnumerable<Measurement<T>> Measure<T>(Func<WorkerReport, T> value)
        where T : struct =>
        _media.GetWorkers().Select(worker => new Measurement<T>(value(worker), new KeyValuePair<string, object?>("worker", worker.Worker)));
}
