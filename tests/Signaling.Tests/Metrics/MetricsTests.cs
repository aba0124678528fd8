using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json.Nodes;
using Sfu;
using Sfu.Quality;
using Signaling.Metrics;
using Signaling.Tests.Support;

namespace Signaling.Tests.Metrics;

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
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => values[$"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Equal((0.25, 3, 1), (values["media.worker.busy 0"], values["media.worker.participants 0"], values["media.worker.relay_drops 0"]));
        Assert.Equal(7, values["media.worker.drops 0 srtp_replayed"]);
        Assert.Equal(10, values.Count);

        JsonNode worker = (await server.Admin.GetJsonAsync("/admin/media"))["workers"]![0]!;
        Assert.Equal(("0.25", "1500", "1"), (worker.Text("busy"), worker.Text("datagrams_per_second"), worker.Text("relay_drops")));
        Assert.Equal(7, (long)worker["drops"]!["srtp_replayed"]!);
    }

    [Fact]
    public async Task Prometheus_reads_what_is_counted_with_a_token_of_an_administrator()
    {
        await using CallScene scene = await CallScene.StartAsync();
        await scene.RingAsync();

        HttpResponseMessage answer = await scene.Server.Admin.GetAsync("/metrics");
        string[] lines = (await answer.Content.ReadAsStringAsync()).Split('\n');
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Contains("# TYPE media_worker_drops_total counter", lines);
        Assert.Contains("media_worker_drops_total{worker=\"0\",reason=\"srtp_replayed\"} 7", lines);
        Assert.Contains("media_worker_busy{worker=\"0\"} 0.25", lines);
        Assert.Contains("signaling_calls 1", lines);
        Assert.Contains("signaling_verdicts_total{verdict=\"allowed\"} 1", lines);
        Assert.Contains(lines, line => line.StartsWith("dotnet_process_memory_working_set_bytes ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("dotnet_gc_collections_total{gc_heap_generation=\"gen0\"} ", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Unauthorized, (await scene.Server.Http.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public async Task Each_side_of_a_call_that_ended_counts_by_how_good_its_connection_mostly_was()
    {
        await using CallScene scene = await CallScene.StartAsync();
        string id = await scene.TalkAsync();
        await scene.Server.Media.RaiseAsync(new MediaEvent.QualityChanged(scene.AliceMedia, QualityLevel.Good, QualityLevel.Bad));
        await scene.Alice.ExpectAsync("call.quality");
        await scene.Server.Media.RaiseAsync(new MediaEvent.QualityChanged(scene.BobMedia, QualityLevel.Good, QualityLevel.Good));
        await scene.Alice.ExpectAsync("call.quality");
        scene.Server.Clock.Advance(TimeSpan.FromSeconds(60));
        await scene.Alice.RequestAsync("call.hangup", ("call_id", id));

        // Nothing is measured of a call that nobody took, so nothing is counted.
        string refused = await scene.RingAsync(reference: "2");
        await scene.Bob.RequestAsync("call.decline", ("call_id", refused));

        string text = await scene.Server.Admin.GetStringAsync("/metrics");
        Assert.Equal(
            ["signaling_calls_quality_total{level=\"bad\"} 1", "signaling_calls_quality_total{level=\"good\"} 1"],
            text.Split('\n').Where(line => line.StartsWith("signaling_calls_quality_total", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }
}
