using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Pages;

namespace EndToEnd.Tests.Calls;

/// <summary>What browsers do about lost sound is negotiated, and is used.</summary>
public sealed class AudioRepairTests(BrowserPark park) : CallTest(park)
{
    // Opus alone takes about 32 kbit/s; every payload once more doubles it. The statistics name the codec within.
    private const string SendsRedundancy = "async () => (await window.__calls.call.getStats()).sent.audio?.bitsPerSecond > 48_000";

    [Fact]
    public async Task Chromium_sends_sound_with_redundancy_and_plays_what_comes()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);

        await EstablishAsync(caller, callee, "audio");

        await Task.WhenAll(caller.Page.WaitForAsync(SendsRedundancy), callee.Page.WaitForAsync(SendsRedundancy));
        await callee.Page.HearsAsync(MediaExpectations.Audible, CallerSeat.Person);
        await caller.Page.HearsAsync(MediaExpectations.Audible, CalleeSeat.Person);
    }
}
