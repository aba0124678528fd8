using System.Net;
using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Network;
using EndToEnd.Tests.Pages;
using Simulation.Network;

namespace EndToEnd.Tests.Calls;

/// <summary>The SDK's <c>simulcast</c> in a real browser: who is called gets what their tile and their network can use.</summary>
public sealed class SimulcastCallTests(BrowserPark park) : CallTest(park)
{
    private const int Large = PatternVideo.Width;
    private const int Small = PatternVideo.Width / 2;

    private const string ShownWidth = "async () => (await window.__calls.call.getStats()).received.video?.width ?? 0";

    protected override Dictionary<string, string> Settings => new() { ["media.listen.0"] = "127.0.0.1" };

    [Fact]
    public async Task A_small_tile_and_a_narrow_network_get_a_small_picture_a_very_narrow_one_the_reason_why_there_is_none_and_otherwise_it_is_large()
    {
        LinkSettings wide = LinkSettings.Perfect;
        using var way = new UdpRelay(wide, wide, new IPEndPoint(IPAddress.Loopback, Server.Options.MediaPort));
        await using var publisher = await Park.OpenAsync(CallerSeat);
        await publisher.GotoAsync(Server.Options.Url);
        await using var viewer = await SignInAsync(CalleeSeat);
        await viewer.Page.EvaluateAsync<int>("port => window.wiretap.detour(port)", way.First.Port);

        await publisher.EvaluateAsync<bool>(PageScripts.Read("simulcast.js"), new { user = People.Caller.Id, peer = People.Callee.Id });
        await viewer.AcceptAsync("video");
        await viewer.IsInCallAsync();
        await SeesAsync(viewer, Large);

        await ShowAsync(viewer, PatternVideo.Height / 2);
        await SeesAsync(viewer, Small);
        await ShowAsync(viewer, PatternVideo.Height);
        await SeesAsync(viewer, Large);

        way.Change(wide, wide.Limited(600_000));
        await SeesAsync(viewer, Small);
        way.Change(wide, wide);
        await SeesAsync(viewer, Large);

        way.Change(wide, wide.Limited(80_000));
        await viewer.Page.SeesAsync("remote-paused", "Your connection is too slow");
        await viewer.Page.SeesAsync("call-announcement", "video is paused");
        way.Change(wide, wide);
        await viewer.Page.DoesNotSeeAsync("remote-paused");
        await SeesAsync(viewer, Large);
    }

    private static Task<bool> ShowAsync(CallApp app, int height) =>
        app.Page.EvaluateAsync<bool>("async (height) => { await window.__calls.call.setLayout([{ slot: 0, height }]); return true; }", height);

    private static Task<int> SeesAsync(CallApp app, int width) =>
        app.Page.UntilAsync(() => app.Page.EvaluateAsync<int>(ShownWidth), now => now == width, $"the picture is {width} pixels wide");
}
