using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Pages;

namespace EndToEnd.Tests.Calls;

/// <summary>What browsers do about lost sound is negotiated, and is used.</summary>
public sealed class AudioRepairTests(BrowserPark park) : CallTest(park)
{
    // Opus alone takes about 32 kbit/s; every payload once more doubles it. The statistics name the codec within.
    private const string SendsRedundancy = "async () => (await window.__calls.call.getStats()).sent.audio?.bitsPerSecond > 48_000";

    // What repeats lost sound under its old index has to agree on a cipher that bears it (docs/decisions/srtp-cipher.md).
    private const string Cipher = "async () => JSON.parse(await window.wiretap.statistics()).find(({ type }) => type === 'transport').srtpCipher";

    [Fact]
    public async Task Chromium_sends_sound_with_redundancy_under_AES_CM_and_plays_what_comes()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);

        await EstablishAsync(caller, callee, "audio");

        await Task.WhenAll(caller.Page.WaitForAsync(SendsRedundancy), callee.Page.WaitForAsync(SendsRedundancy));
        Assert.Equal("SRTP_AES128_CM_HMAC_SHA1_80", await caller.Page.EvaluateAsync<string>(Cipher));
        await callee.Page.HearsAsync(MediaExpectations.Audible, CallerSeat.Person);
        await caller.Page.HearsAsync(MediaExpectations.Audible, CalleeSeat.Person);
    }
}
