using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Pages;

namespace EndToEnd.Tests.Calls;

/// <summary>The main job: two people write to each other, call, see and hear each other, and hang up.</summary>
public sealed class CallTests(BrowserPark park) : CallTest(park)
{
    public static TheoryData<BrowserKind, BrowserKind> Pairs => new()
    {
        { BrowserKind.Chromium, BrowserKind.Chromium },
        { BrowserKind.Chromium, BrowserKind.Firefox },
        { BrowserKind.Firefox, BrowserKind.Chromium },
    };

    [Fact]
    public async Task Direct_messages_arrive_at_once()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        await caller.OpenConversationAsync(callee);
        await callee.OpenConversationAsync(caller);

        await caller.WriteAsync("Are you there?");
        await callee.Page.WaitForAsync(MessageShows("Are you there?"));
        await callee.WriteAsync("I am.");
        await caller.Page.WaitForAsync(MessageShows("I am."));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task In_a_video_call_both_see_and_hear_each_other(BrowserKind callerKind, BrowserKind calleeKind)
    {
        var callerSeat = new Seat(callerKind, Person.Caller);
        var calleeSeat = new Seat(calleeKind, Person.Callee);
        await using var caller = await SignInAsync(callerSeat);
        await using var callee = await SignInAsync(calleeSeat);

        await EstablishAsync(caller, callee, "video");

        await callee.Page.SeesCameraOfAsync(CallApp.RemoteVideo, callerSeat);
        await caller.Page.SeesCameraOfAsync(CallApp.RemoteVideo, calleeSeat);
        await caller.Page.SeesCameraOfAsync(CallApp.SelfVideo, callerSeat);
        await callee.Page.HearsAsync(MediaExpectations.Audible, Person.Caller);
        await caller.Page.HearsAsync(MediaExpectations.Audible, Person.Callee);

        await caller.EndAsync();
        await Task.WhenAll(
            caller.SeesEndAsync("hangup", "Call ended"),
            callee.SeesEndAsync("hangup", "Call ended", $"{caller.Account.DisplayName} ended the call"));
        Assert.Empty(caller.Page.Errors);
        Assert.Empty(callee.Page.Errors);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task In_an_audio_call_both_hear_each_other(BrowserKind callerKind, BrowserKind calleeKind)
    {
        await using var caller = await SignInAsync(new Seat(callerKind, Person.Caller));
        await using var callee = await SignInAsync(new Seat(calleeKind, Person.Callee));

        await EstablishAsync(caller, callee, "audio");

        await callee.Page.HearsAsync(MediaExpectations.Audible, Person.Caller);
        await caller.Page.HearsAsync(MediaExpectations.Audible, Person.Callee);
        await callee.EndAsync();
        await Task.WhenAll(
            callee.SeesEndAsync("hangup", "Call ended"),
            caller.SeesEndAsync("hangup", "Call ended", $"{callee.Account.DisplayName} ended the call"));
    }

    [Fact]
    public async Task A_video_call_can_be_taken_with_audio_only()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);

        await caller.CallAsync(callee, "video");
        await callee.IsCalledByAsync(caller);
        await callee.AcceptAsync("audio");

        await callee.Page.SeesCameraOfAsync(CallApp.RemoteVideo, CallerSeat);
        await caller.Page.HearsAsync(MediaExpectations.Audible, Person.Callee);
        await caller.Page.SeesAsync("remote-camera-off");
    }

    private static string MessageShows(string text) =>
        $$"""() => [...document.querySelectorAll('[data-testid=message][data-state=sent]')].some((one) => one.textContent.includes('{{text}}'))""";
}
