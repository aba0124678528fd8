using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using Simulation.Network;

namespace EndToEnd.Tests.Engine;

/// <summary>A camera in several qualities, as real browsers send them: each viewer gets what its tile, its network and its decoder can use.</summary>
[Collection(BrowserTests.Name)]
public sealed class SimulcastTests(BrowserPark park) : IAsyncDisposable
{
    private const int Large = PatternVideo.Width;
    private const int Small = PatternVideo.Width / 2;

    // What the SDK asks for with such a camera (web/sdk/simulcast.ts).
    private static readonly object[] TwoStreams =
    [
        new { rid = "h", scaleResolutionDownBy = 2, maxBitrate = 500_000 },
        new { rid = "f", scaleResolutionDownBy = 1, maxBitrate = 1_700_000 },
    ];

    private static readonly object[] TwoLayers = [new { scalabilityMode = "L2T3_KEY", maxBitrate = 1_700_000 }];

    private readonly EngineRoom _room = new();

    /// <summary>Codecs, and the width of the picture for a viewer that does not get Dependency Descriptors.</summary>
    public static TheoryData<string, int> Codecs => new()
    {
        { "VP8", Large },
        { "VP9", Large },
        { "AV1", Small },
    };

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task A_small_tile_gets_a_small_picture_and_a_large_one_a_large_picture(string codec, int plain)
    {
        await using var sender = await OpenSenderAsync(busy: codec == "VP8");
        await using var viewer = await OpenViewerAsync();
        await using var other = await OpenViewerAsync();
        await _room.JoinAsync(sender, "sender", options: new { codec, encodings = codec == "VP8" ? TwoStreams : TwoLayers });
        await _room.JoinAsync(viewer, "viewer", options: new { receiveOnly = true, described = true });
        await _room.JoinAsync(other, "other", options: new { receiveOnly = true });

        ReceivedVideo before = await UntilWidthAsync(viewer, Large);
        _room.SetTile("viewer", PatternVideo.Height / 2);
        await UntilWidthAsync(viewer, Small);
        await UntilWidthAsync(other, plain);
        _room.SetTile("viewer", PatternVideo.Height);
        ReceivedVideo after = await UntilWidthAsync(viewer, Large);

        Assert.Equal(0, after.Since(before).KeyframeRequests);
    }

    [Fact]
    public async Task A_narrow_network_gets_a_smaller_picture_until_it_is_wide_again()
    {
        LinkSettings wide = LinkSettings.Perfect;
        await using var sender = await OpenSenderAsync(busy: true);
        await using var viewer = await OpenViewerAsync();
        await using var other = await OpenViewerAsync();
        await _room.JoinAsync(sender, "sender", options: new { codec = "VP8", encodings = TwoStreams });
        using var way = await _room.JoinOverRelayAsync(viewer, "viewer", wide, options: new { receiveOnly = true });
        await _room.JoinAsync(other, "other", options: new { receiveOnly = true });

        await UntilWidthAsync(viewer, Large);
        way.Change(wide, wide.Limited(600_000));
        await UntilWidthAsync(viewer, Small);
        await UntilWidthAsync(other, Large);
        way.Change(wide, wide);
        await UntilWidthAsync(viewer, Large);
    }

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    // Of a picture that costs nothing browsers send the smaller stream alone; one that costs much is too much for a slow machine's AV1.
    private Task<BrowserPage> OpenSenderAsync(bool busy)
    {
        var seat = new Seat(BrowserKind.Chromium, Person.Caller);
        return busy ? _room.OpenBusyAsync(park, seat) : _room.OpenAsync(park, seat);
    }

    private async Task<BrowserPage> OpenViewerAsync()
    {
        var page = await park.OpenAsync(new Seat(BrowserKind.Chromium, Person.Callee));
        await page.GotoAsync(_room.Url);
        return page;
    }

    private static Task<ReceivedVideo> UntilWidthAsync(BrowserPage page, int width) =>
        ReceivedVideo.UntilAsync(page, video => video.Width == width, $"the picture is {width} pixels wide");
}
