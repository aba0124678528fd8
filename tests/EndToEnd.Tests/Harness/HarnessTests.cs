using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Pages;

namespace EndToEnd.Tests.Harness;

/// <summary>
/// The instruments themselves, tried on browsers that talk straight to one another: what they claim to see and hear is there,
/// and what is not there they do not claim.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class HarnessTests(BrowserPark park) : IDisposable
{
    private const string Self = "[data-testid=self]";
    private const string Remote = "[data-testid=remote]";

    /// <summary>For what is expected never to come true.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    private static readonly Seat ChromiumCaller = new(BrowserKind.Chromium, Person.Caller);
    private static readonly Seat ChromiumCallee = new(BrowserKind.Chromium, Person.Callee);
    private static readonly Seat FirefoxCallee = new(BrowserKind.Firefox, Person.Callee);

    private readonly BarePage _bare = new();

    public static TheoryData<BrowserKind> Kinds => [BrowserKind.Chromium, BrowserKind.Firefox];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_browser_sees_and_hears_itself_through_two_peer_connections(BrowserKind kind)
    {
        var seat = new Seat(kind, Person.Callee);
        await using var page = await _bare.OpenAsync(park, seat);

        await page.EvaluateAsync<bool>("() => window.bare.loop()");

        await page.SeesCameraOfAsync(Self, seat);
        await page.SeesCameraOfAsync(Remote, seat);
        await page.HearsAsync(Remote, Person.Callee);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Chromiums_own_cameras_can_be_told_apart(int number)
    {
        var seat = new Seat(BrowserKind.Chromium, Person.Callee, MoreCameras: true);
        await using var page = await _bare.OpenAsync(park, seat, number);
        await page.EvaluateAsync<bool>("() => window.bare.loop()");

        await page.SeesAsync(Remote, CameraPicture.ChromiumFake(number));
        await page.HearsAsync(Remote, Person.Callee);
        await Assert.ThrowsAsync<PageException>(() => page.SeesAsync(Remote, CameraPicture.ChromiumFake(2 - number), Short));
    }

    [Fact]
    public async Task Two_Chromium_pages_see_and_hear_each_other()
    {
        await using var caller = await _bare.OpenAsync(park, ChromiumCaller);
        await using var callee = await _bare.OpenAsync(park, ChromiumCallee);

        await BarePage.ConnectAsync(caller, callee);

        await callee.SeesCameraOfAsync(Remote, ChromiumCaller);
        await caller.SeesCameraOfAsync(Remote, ChromiumCallee);
        await callee.HearsAsync(Remote, Person.Caller);
        await caller.HearsAsync(MediaExpectations.Audible, Person.Callee);
    }

    [Fact]
    public async Task Chromium_and_Firefox_see_and_hear_each_other()
    {
        await using var caller = await _bare.OpenAsync(park, ChromiumCaller);
        await using var callee = await _bare.OpenAsync(park, FirefoxCallee);

        await BarePage.ConnectAsync(caller, callee);

        await callee.SeesCameraOfAsync(Remote, ChromiumCaller);
        await caller.SeesCameraOfAsync(Remote, FirefoxCallee);
        await callee.HearsAsync(Remote, Person.Caller);
        await caller.HearsAsync(Remote, Person.Callee);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_muted_microphone_is_silence_and_speaks_again_when_unmuted(BrowserKind kind)
    {
        await using var page = await _bare.OpenAsync(park, new Seat(kind, Person.Callee));
        await page.EvaluateAsync<bool>("() => window.bare.loop()");
        await page.HearsAsync(Remote, Person.Callee);

        await page.EvaluateAsync<bool>("() => window.bare.enable('audio', false)");
        await page.HearsSilenceAsync(Remote);
        await Assert.ThrowsAsync<PageException>(() => page.HearsAsync(Remote, Person.Callee, Short));

        await page.EvaluateAsync<bool>("() => window.bare.enable('audio', true)");
        await page.HearsAsync(Remote, Person.Callee);
        await Assert.ThrowsAsync<PageException>(() => page.HearsSilenceAsync(Remote, Short));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Somebody_elses_picture_and_tone_are_not_taken_for_ones_own(BrowserKind kind)
    {
        await using var page = await _bare.OpenAsync(park, new Seat(kind, Person.Callee));
        await page.EvaluateAsync<bool>("() => window.bare.loop()");
        await page.HearsAsync(Remote, Person.Callee);

        await Assert.ThrowsAsync<PageException>(() => page.SeesCameraOfAsync(Remote, ChromiumCaller, Short));
        await Assert.ThrowsAsync<PageException>(() => page.HearsAsync(Remote, Person.Caller, Short));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_frozen_and_a_black_picture_are_not_taken_for_a_camera_and_a_paused_element_is_not_heard(BrowserKind kind)
    {
        var seat = new Seat(kind, Person.Callee);
        await using var page = await _bare.OpenAsync(park, seat);
        await page.EvaluateAsync<bool>("() => window.bare.loop()");
        await page.SeesCameraOfAsync(Remote, seat);

        await page.EvaluateAsync<bool>("() => window.bare.enable('video', false)");
        await page.UntilAsync(
            () => page.PictureAsync(Remote), sample => sample!.Quadrants.TopLeft.Resembles(new Rgb(0, 0, 0)), "the remote picture turns black");
        await Assert.ThrowsAsync<PageException>(() => page.SeesCameraOfAsync(Remote, seat, Short));

        await page.EvaluateAsync<bool>("() => window.bare.enable('video', true)");
        await page.SeesCameraOfAsync(Remote, seat);
        await page.EvaluateAsync<bool>("() => window.bare.freeze()");
        await Assert.ThrowsAsync<PageException>(() => page.SeesCameraOfAsync(Remote, seat, Short));
        await Assert.ThrowsAsync<PageException>(() => page.HearsAsync(MediaExpectations.Audible, Person.Callee, Short));
    }

    [Fact]
    public async Task A_page_can_be_clicked_read_and_closed_in_either_browser()
    {
        foreach (var seat in new[] { ChromiumCallee, FirefoxCallee })
        {
            await using var page = await _bare.OpenAsync(park, seat);
            await page.SeesAsync("button", "click");
            await page.ClickAsync("button");
            await page.SeesAsync("button", "clicked");
            await page.DoesNotSeeAsync("nothing");
            await page.CloseAsync();
        }
    }

    public void Dispose() => _bare.Dispose();
}
