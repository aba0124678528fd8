using System.Globalization;
using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Harness;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Network;
using Simulation.Network;
using Xunit.Abstractions;

namespace EndToEnd.Tests.Engine;

/// <summary>
/// Chromium to Chromium directly, and through the engine, over the same bad network: what comes out at the other end. The figures go to the test's output
/// (docs/quality.md shows them); what decides is that pictures go on. <c>SIDE_BY_SIDE_SECONDS</c> says how long each call is measured.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class SideBySideTests(BrowserPark park, ITestOutputHelper output) : IAsyncDisposable
{
    private const int FewestFrames = 15;

    private static readonly string? Asked = Environment.GetEnvironmentVariable("SIDE_BY_SIDE_SECONDS");
    private static readonly double Seconds = double.Parse(Asked ?? "2", CultureInfo.InvariantCulture);

    private readonly BarePage _bare = new();
    private readonly EngineRoom _room = new();

    /// <summary>Networks of one of the two, by their names in the figures; one of them where no figures are asked for.</summary>
    public static TheoryData<string> Networks => Asked is null ? ["5 % loss, 60 ms"] : ["800 kbit/s", "5 % loss, 60 ms", "bursts of 8, 5 %"];

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Pictures_go_on_over_a_bad_network_directly_and_through_the_engine(string network)
    {
        LinkSettings link = Link(network);
        ReceivedVideo direct = await MeasureAsync($"{network}, directly", link, ConnectDirectlyAsync);
        ReceivedVideo relayed = await MeasureAsync($"{network}, through the engine", link, ConnectThroughEngineAsync);

        Assert.InRange(direct.FramesDecoded, FewestFrames, int.MaxValue);
        Assert.InRange(relayed.FramesDecoded, FewestFrames, int.MaxValue);
    }

    public async ValueTask DisposeAsync()
    {
        _bare.Dispose();
        await _room.DisposeAsync();
    }

    private static LinkSettings Link(string network) => network switch
    {
        "800 kbit/s" => new LinkSettings(Delay: 20_000).Limited(800_000),
        "5 % loss, 60 ms" => new LinkSettings(Delay: 30_000, Loss: 0.05),
        _ => new LinkSettings(Delay: 20_000, Bursts: new BurstLoss(0.05, 8)),
    };

    /// <summary>The first half of the time contains the beginning, in which the estimates grow; the second one is the steady state.</summary>
    private async Task<ReceivedVideo> MeasureAsync(string name, LinkSettings link, Func<BrowserPage, BrowserPage, LinkSettings, Task<UdpRelay>> connectAsync)
    {
        await using var sender = await _bare.OpenAsync(park, new Seat(BrowserKind.Chromium, Person.Caller));
        await using var receiver = await _bare.OpenAsync(park, new Seat(BrowserKind.Chromium, Person.Callee));
        await sender.EvaluateAsync<bool>("() => window.bare.useBusyPicture()");
        await receiver.EvaluateAsync<bool>("() => window.bare.measure()");
        using var relay = await connectAsync(sender, receiver, link);
        List<ReceivedVideo> samples = [];
        ReceivedVideo begin = await UntilAsync(receiver, samples, video => video.FramesDecoded > 0);
        ReceivedVideo half = await UntilAsync(receiver, samples, video => video.Seconds - begin.Seconds >= Seconds / 2 && video.FramesDecoded > begin.FramesDecoded + FewestFrames);
        ReceivedVideo end = await UntilAsync(receiver, samples, video => video.Seconds - half.Seconds >= Seconds / 2 && video.FramesDecoded > half.FramesDecoded + FewestFrames);
        string line = $"{name}, in {Seconds} s: {end.Since(begin)}; in the second half: {end.Since(half)}{Freezes(samples, begin)}";
        output.WriteLine(line);
        await File.AppendAllLinesAsync(Path.Combine(TestPaths.Reports, "side-by-side.txt"), [line]);
        return end.Since(begin);
    }

    private static Task<ReceivedVideo> UntilAsync(BrowserPage page, List<ReceivedVideo> samples, Func<ReceivedVideo, bool> condition)
    {
        return ReceivedVideo.UntilAsync(page, Collect, "pictures are decoded", TimeSpan.FromSeconds(60 + Seconds));

        bool Collect(ReceivedVideo video)
        {
            samples.Add(video);
            return condition(video);
        }
    }

    /// <summary>When the picture had stood still, after what lines say of it.</summary>
    private static string Freezes(List<ReceivedVideo> samples, ReceivedVideo begin)
    {
        IEnumerable<string> times = samples.Zip(samples.Skip(1))
            .Where(pair => pair.Second.FreezeCount > Math.Max(pair.First.FreezeCount, begin.FreezeCount))
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"; a freeze ends at {pair.Second.Seconds - begin.Seconds:0.0} s"));
        return string.Concat(times);
    }

    private static async Task<UdpRelay> ConnectDirectlyAsync(BrowserPage sender, BrowserPage receiver, LinkSettings link)
    {
        var relay = new UdpRelay(link, link);
        var offer = await sender.EvaluateAsync<string>("() => window.bare.offer()");
        var answer = await receiver.EvaluateAsync<string>("offer => window.bare.answer(offer)", Candidates.With(offer, relay.Second));
        await sender.EvaluateAsync<bool>("answer => window.bare.finish(answer)", Candidates.With(answer, relay.First));
        return relay;
    }

    private async Task<UdpRelay> ConnectThroughEngineAsync(BrowserPage sender, BrowserPage receiver, LinkSettings link)
    {
        await _room.JoinAsync(receiver, "receiver");
        UdpRelay? relay = null;
        await _room.JoinAsync(sender, "sender", answer =>
        {
            relay = new UdpRelay(link, link, Candidates.UdpOf(answer));
            return Candidates.With(answer, relay.First);
        });
        return relay!;
    }
}
