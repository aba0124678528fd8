using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Signaling.Tests.Support;

namespace Signaling.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Sessions_calls_verdicts_and_errors_are_counted_without_naming_anybody()
    {
        await using CallScene scene = await CallScene.StartAsync();
        Meter meter = scene.Server.Get<SignalingMetrics>().Meter;
        var sums = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter == meter)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
            sums.AddOrUpdate($"{instrument.Name} {string.Join(",", tags.ToArray().Select(tag => tag.Value))}".TrimEnd(), value, (_, sum) => sum + value);
        listener.SetMeasurementEventCallback<long>(Add);
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, state) => Add(instrument, value, tags, state));
        listener.Start();

        string id = await scene.RingAsync();
        Assert.Equal(1, sums["signaling.calls"]);
        await scene.Bob.RequestAsync("call.decline", ("call_id", id));
        await scene.Bob.RequestAsync("call.decline", ("call_id", id));
        await scene.Bob.CloseAsync();
        await scene.Server.SessionsAsync("bob", 0);
        await scene.Server.StopAsync();

        Assert.Equal(
            [
                "signaling.calls 0", "signaling.calls.ended declined 1", "signaling.errors wrong_state 1", "signaling.sessions -2", "signaling.verdicts allowed 1",
            ],
            sums.Select(sum => $"{sum.Key} {sum.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_the_workers_of_the_media_engine_do_can_be_measured_and_asked_for()
    {
        await using TestServer server = await TestServer.StartAsync();
        Meter meter = server.Get<MediaMetrics>().Meter;
        var values = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter == meter)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => values[$"{instrument.Name} {tags[0].Value}"] = value);
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => values[$"{instrument.Name} {tags[0].Value}"] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Equal((0.25, 3, 1), (values["media.worker.busy 0"], values["media.worker.participants 0"], values["media.worker.relay_drops 0"]));
        Assert.Equal(9, values.Count);

        JsonNode worker = (await server.Admin.GetJsonAsync("/admin/media"))["workers"]![0]!;
        Assert.Equal(("0.25", "1500", "1"), (worker.Text("busy"), worker.Text("datagrams_per_second"), worker.Text("relay_drops")));
    }
}
