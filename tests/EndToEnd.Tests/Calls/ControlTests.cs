using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Pages;

namespace EndToEnd.Tests.Calls;

/// <summary>The buttons of a running call, by what the other side sees and hears.</summary>
public sealed class ControlTests(BrowserPark park) : CallTest(park)
{
    /// <summary>A caller whose browser has several cameras.</summary>
    private static readonly Seat ManyCameras = new(BrowserKind.Chromium, Person.Caller, MoreCameras: true);

    [Theory]
    [InlineData(BrowserKind.Chromium)]
    [InlineData(BrowserKind.Firefox)]
    public async Task Muted_the_other_side_hears_silence_and_sees_the_mark(BrowserKind callerKind)
    {
        await using var caller = await SignInAsync(new Seat(callerKind, Person.Caller));
        await using var callee = await SignInAsync(CalleeSeat);
        await EstablishAsync(caller, callee, "audio");
        await callee.Page.HearsAsync(MediaExpectations.Audible, Person.Caller);
        await callee.Page.DoesNotSeeAsync("remote-muted");

        await caller.Page.ClickAsync("mute");
        await callee.Page.SeesAsync("remote-muted", $"{caller.Account.DisplayName} is muted");
        await callee.Page.HearsSilenceAsync(MediaExpectations.Audible);

        await caller.Page.ClickAsync("mute");
        await callee.Page.DoesNotSeeAsync("remote-muted");
        await callee.Page.HearsAsync(MediaExpectations.Audible, Person.Caller);
    }

    [Theory]
    [InlineData(BrowserKind.Chromium)]
    [InlineData(BrowserKind.Firefox)]
    public async Task Camera_off_is_seen_by_the_other_side_and_camera_on_brings_the_picture_back(BrowserKind callerKind)
    {
        var callerSeat = new Seat(callerKind, Person.Caller);
        await using var caller = await SignInAsync(callerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        await EstablishAsync(caller, callee, "video");
        await callee.Page.SeesCameraOfAsync(CallApp.RemoteVideo, callerSeat);

        await caller.Page.ClickAsync("camera");
        await callee.Page.SeesAsync("remote-camera-off");
        await caller.Page.SeesAsync("self-camera-off");
        await callee.Page.HearsAsync(MediaExpectations.Audible, Person.Caller);

        await caller.Page.ClickAsync("camera");
        await callee.Page.DoesNotSeeAsync("remote-camera-off");
        await callee.Page.SeesCameraOfAsync(CallApp.RemoteVideo, callerSeat);
    }

    [Fact]
    public async Task Another_camera_is_chosen_by_name_and_the_next_one_by_the_button()
    {
        await using var caller = await SignInAsync(ManyCameras);
        await using var callee = await SignInAsync(CalleeSeat);
        await EstablishAsync(caller, callee, "video");
        await callee.Page.SeesAsync(CallApp.RemoteVideo, CameraPicture.ChromiumFake(0));

        await caller.Page.ClickAsync("devices");
        await caller.Page.SelectAsync("pick-camera", "fake_device_2");
        await callee.Page.SeesAsync(CallApp.RemoteVideo, CameraPicture.ChromiumFake(2));
        await caller.Page.ClickAsync("dialog-close");

        // After the last camera comes the first again.
        await caller.Page.ClickAsync("switch-camera");
        await callee.Page.SeesAsync(CallApp.RemoteVideo, CameraPicture.ChromiumFake(0));
        await callee.Page.HearsAsync(MediaExpectations.Audible, Person.Caller);
    }

    [Fact]
    public async Task The_speaker_is_chosen_by_name_and_can_be_switched_off()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        await EstablishAsync(caller, callee, "audio");
        await caller.Page.HearsAsync(MediaExpectations.Audible, Person.Callee);
        Assert.Equal("", await SpeakerAsync(caller));

        await caller.Page.ClickAsync("devices");
        await caller.Page.SelectAsync("pick-speaker", "Fake Audio Output 1");
        var chosen = await caller.Page.EvaluateAsync<string>(
            "async () => (await navigator.mediaDevices.enumerateDevices()).find(({ label }) => label === 'Fake Audio Output 1').deviceId");
        await caller.Page.UntilAsync(() => SpeakerAsync(caller), speaker => speaker == chosen, $"it plays on {chosen}");
        await caller.Page.HearsAsync(MediaExpectations.Audible, Person.Callee);
        await caller.Page.ClickAsync("dialog-close");

        await caller.Page.ClickAsync("speaker");
        await caller.Page.UntilAsync(() => SpeakerAsync(caller), speaker => speaker is null, "nothing can be heard");
        await caller.Page.ClickAsync("speaker");
        await caller.Page.UntilAsync(() => SpeakerAsync(caller), speaker => speaker == chosen, $"it plays on {chosen} again");
    }

    /// <summary>The device that plays the other side: empty for the default one, null if nothing can be heard.</summary>
    private static Task<string?> SpeakerAsync(CallApp app) => app.Page.EvaluateAsync<string?>("() => window.probe.speaker()");
}
