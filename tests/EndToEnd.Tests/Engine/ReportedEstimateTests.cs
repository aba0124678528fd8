using System.Globalization;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using Sfu;
using Sfu.Congestion;
using Simulation.Network;
using Xunit.Abstractions;

namespace EndToEnd.Tests.Engine;

/// <summary>A real browser that gives its own estimate (REMB) and no transport-wide feedback: the server follows it.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class ReportedEstimateTests(BrowserPark park, ITestOutputHelper output) : IAsyncDisposable
{
    private const long Narrow = 400_000;
    private const long Much = 900_000;

    private readonly EngineRoom _room = new();

    [Fact]
    public async Task Pictures_go_on_and_the_servers_estimate_follows_the_viewers_network_down()
    {
        LinkSettings wide = LinkSettings.Perfect;
        await using var sender = await _room.OpenBusyAsync(park, new Seat(BrowserKind.Chromium, Person.Caller));
        await using var viewer = await _room.OpenAsync(park, new Seat(BrowserKind.Chromium, Person.Callee));
        await _room.JoinAsync(sender, "sender");
        using var way = await _room.JoinOverRelayAsync(viewer, "viewer", wide, changeOffer: WithoutTransportFeedback);

        await UntilAsync("the way is known to be wide", estimate => estimate.State == DownlinkState.Steady && estimate.BitsPerSecond > Much);
        way.Change(wide, wide.Limited(Narrow));
        await UntilAsync("the estimate falls", estimate => estimate.BitsPerSecond < Narrow);
        ReceivedVideo narrowed = await ReceivedVideo.ReadAsync(viewer);
        await ReceivedVideo.UntilAsync(viewer, video => video.FramesDecoded > narrowed.FramesDecoded + 30, "pictures go on over the narrow way");
        await UntilAsync("the estimate is what the narrow way carries", estimate => estimate.BitsPerSecond is > Narrow / 2 and < Narrow);
    }

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    private static string WithoutTransportFeedback(string offer)
    {
        string without = TransportFeedbackPattern().Replace(offer, "");
        Assert.DoesNotContain("transport-cc", without, StringComparison.Ordinal);
        Assert.DoesNotContain("transport-wide-cc", without, StringComparison.Ordinal);
        return without;
    }

    private async Task UntilAsync(string expectation, Func<DownlinkEstimate, bool> condition)
    {
        var begin = DateTime.UtcNow;

        // A receiver report may come before the first REMB, and counts until then.
        ParticipantReport report = await Eventually.HoldsAsync(
            () => _room.ReportAsync("viewer"), report => report.EstimatedBy == EstimateSource.ReceiverEstimate && condition(report.Downlink), expectation);
        DownlinkEstimate estimate = report.Downlink;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{expectation}: {estimate.BitsPerSecond / 1000} kbit/s after {(DateTime.UtcNow - begin).TotalSeconds:0.0} s"));
    }

    [GeneratedRegex("a=(rtcp-fb:[0-9]+ transport-cc|extmap:[0-9]+ [^\r]*transport-wide-cc[^\r]*)\r\n")]
    private static partial Regex TransportFeedbackPattern();
}
