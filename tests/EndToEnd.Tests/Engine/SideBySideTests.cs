using System.Globalization;
using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Network;
using Simulation.Network;
using Xunit.Abstractions;

namespace EndToEnd.Tests.Engine;

/// <summary>
/// Chromium to Chromium directly, and through the engine, over the same bad network, which is the sender's or the receiver's: what comes out at the other end. The
/// figures go to the test's output (docs/quality.md shows them); what decides is that pictures go on. <c>SIDE_BY_SIDE_SECONDS</c> says how long each call is measured,
/// <c>SIDE_BY_SIDE_SEEDS</c> with which seeds of the network, as losses that hit other packets do other harm (such as 1,2,3).
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class SideBySideTests(BrowserPark park, ITestOutputHelper output)
{
    private const int FewestFrames = 15;

    private static readonly string? Asked = Environment.GetEnvironmentVariable("SIDE_BY_SIDE_SECONDS");
    private static readonly double Seconds = double.Parse(Asked ?? "2", CultureInfo.InvariantCulture);
    private static readonly string Seeds = Environment.GetEnvironmentVariable("SIDE_BY_SIDE_SEEDS") ?? "1";

    private delegate Task<UdpRelay> Connect(BrowserPage sender, BrowserPage receiver, EngineRoom room, LinkSettings link, int seed);

    /// <summary>Networks between the two and ways over them, by their names in the figures; one of the networks where no figures are asked for.</summary>
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string network in Asked is null ? ["5 % loss, 60 ms"] : new[] { "800 kbit/s", "5 % loss, 60 ms", "bursts of 8, 5 %" })
            {
                cases.Add(network, "directly");
                cases.Add(network, "through the engine, the sender's");
                cases.Add(network, "through the engine, the receiver's");
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Pictures_go_on_over_a_bad_network_directly_and_through_the_engine(string network, string way)
    {
        List<ReceivedVideo> videos = [];
        foreach (int seed in Seeds.Split(',').Select(int.Parse))
        {
            videos.Add(await MeasureAsync($"{network}, seed {seed}, {way}", Link(network), seed, Way(way)));
        }

        await WriteAsync($"{network}, {way}, {ReceivedVideoSummary.Of(videos)}");
        Assert.All(videos, video => Assert.InRange(video.FramesDecoded, FewestFrames, int.MaxValue));
    }

    private static LinkSettings Link(string network) => network switch
    {
        "800 kbit/s" => new LinkSettings(Delay: 20_000).Limited(800_000),
        "5 % loss, 60 ms" => new LinkSettings(Delay: 30_000, Loss: 0.05),
        _ => new LinkSettings(Delay: 20_000, Bursts: new BurstLoss(0.05, 8)),
    };

    private static Connect Way(string way) => way switch
    {
        "directly" => ConnectDirectlyAsync,
        "through the engine, the sender's" => ConnectFromSenderAsync,
        _ => ConnectToReceiverAsync,
    };

    /// <summary>The first half of the time contains the beginning, in which the estimates grow; the second one is the steady state.</summary>
    private async Task<ReceivedVideo> MeasureAsync(string name, LinkSettings link, int seed, Connect connectAsync)
    {
        await using var room = new EngineRoom();
        await using var sender = await room.OpenBusyAsync(park, new Seat(BrowserKind.Chromium, Person.Caller));
        await using var receiver = await room.OpenAsync(park, new Seat(BrowserKind.Chromium, Person.Callee));
        await receiver.EvaluateAsync<bool>("() => window.bare.measure()");
        using var relay = await connectAsync(sender, receiver, room, link, seed);
        List<ReceivedVideo> samples = [];
        ReceivedVideo begin = await UntilAsync(receiver, samples, video => video.FramesDecoded > 0);
        ReceivedVideo half = await UntilAsync(receiver, samples, video => video.Seconds - begin.Seconds >= Seconds / 2 && video.FramesDecoded > begin.FramesDecoded + FewestFrames);
        SentMedia sentBefore = await SentMedia.ReadAsync(sender);
        ReceivedVideo end = await UntilAsync(receiver, samples, video => video.Seconds - half.Seconds >= Seconds / 2 && video.FramesDecoded > half.FramesDecoded + FewestFrames);
        SentMedia sent = await SentMedia.ReadAsync(sender);
        await WriteAsync($"{name}, in {Seconds} s: {end.Since(begin)}; in the second half: {end.Since(half)}, {sent.Since(sentBefore)}{Freezes(samples, begin)}");
        return end.Since(begin);
    }

    private async Task WriteAsync(string line)
    {
        output.WriteLine(line);
        await File.AppendAllLinesAsync(Path.Combine(TestPaths.Reports, "side-by-side.txt"), [line]);
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

    private static async Task<UdpRelay> ConnectDirectlyAsync(BrowserPage sender, BrowserPage receiver, EngineRoom room, LinkSettings link, int seed)
    {
        var relay = new UdpRelay(link, link, seed: seed);
        var offer = await sender.EvaluateAsync<string>("() => window.bare.offer()");
        var answer = await receiver.EvaluateAsync<string>("offer => window.bare.answer(offer)", Candidates.With(offer, relay.Second));
        await sender.EvaluateAsync<bool>("answer => window.bare.finish(answer)", Candidates.With(answer, relay.First));
        return relay;
    }

    private static async Task<UdpRelay> ConnectFromSenderAsync(BrowserPage sender, BrowserPage receiver, EngineRoom room, LinkSettings link, int seed)
    {
        await room.JoinAsync(receiver, "receiver");
        return await room.JoinOverRelayAsync(sender, "sender", link, seed);
    }

    private static async Task<UdpRelay> ConnectToReceiverAsync(BrowserPage sender, BrowserPage receiver, EngineRoom room, LinkSettings link, int seed)
    {
        // What befalls pictures on their way back from the engine is what befalls those of the others on their way to it.
        UdpRelay relay = await room.JoinOverRelayAsync(receiver, "receiver", link, ~seed);
        await room.JoinAsync(sender, "sender");
        return relay;
    }
}
