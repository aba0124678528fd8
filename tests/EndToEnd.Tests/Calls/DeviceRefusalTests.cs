using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;

namespace EndToEnd.Tests.Calls;

/// <summary>Somebody says no to the browser's question for the microphone: nobody is rung for nothing, and the page says what to do.</summary>
public sealed class DeviceRefusalTests(BrowserPark park) : CallTest(park)
{
    private static readonly Seat RefusingSeat = new(BrowserKind.Chromium, Person.Caller, RefusesDevices: true);

    [Theory]
    [InlineData("audio")]
    [InlineData("video")]
    public async Task Without_a_microphone_nobody_is_called_and_the_caller_reads_how_to_allow_it(string media)
    {
        await using var caller = await SignInAsync(RefusingSeat);
        await using var callee = await SignInAsync(CalleeSeat);

        await caller.CallAsync(callee, media);

        await caller.Page.SeesAsync("call-obstacle", "Your browser blocks the microphone");
        await caller.Page.SeesAsync("call-obstacle", "Open the site settings beside the address, allow the microphone, and try again.");
        await caller.Page.ClickAsync("dialog-close");
        await callee.Page.DoesNotSeeAsync("incoming-call");
        await callee.Page.ClickAsync("nav-calls");
        await callee.Page.DoesNotSeeAsync("history-row");
    }

    [Fact]
    public async Task A_callee_without_a_microphone_reads_why_while_it_rings_on_and_can_decline()
    {
        await using var caller = await SignInAsync(CalleeSeat);
        await using var callee = await SignInAsync(RefusingSeat);
        await caller.CallAsync(callee, "video");
        await callee.IsCalledByAsync(caller);

        await callee.AcceptAsync("video");

        await callee.Page.SeesAsync("call-problem", "Your browser blocks the microphone");
        await caller.IsInCallAsync("ringing");
        await callee.DeclineAsync();
        await caller.SeesEndAsync("declined", "Call declined");
    }
}
