using EndToEnd.Tests.Browsers;

namespace EndToEnd.Tests.Calls;

/// <summary>What people see of the rules: the phone icon, its reasons, the settings, and a block.</summary>
public sealed class PolicyTests(BrowserPark park) : CallTest(park)
{
    [Fact]
    public async Task Whoever_is_not_premium_reads_why_they_cannot_call_but_can_be_called()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var poor = await SignInAsync(CalleeSeat, People.NotPremium);

        await poor.OpenConversationAsync(caller);
        await poor.Page.SeesAttributeAsync("call-button", "data-verdict", "premium_required");
        await poor.Page.ClickAsync("call-button");
        await poor.Page.SeesAsync("call-not-allowed", "Placing calls needs Premium");
        await poor.Page.ClickAsync("dialog-close");

        await EstablishAsync(caller, poor, "audio");
    }

    [Fact]
    public async Task Calling_switched_off_in_the_settings_keeps_callers_away_until_it_is_on_again()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        await callee.Page.ClickAsync("settings-open");
        await callee.Page.ClickAsync("calls-enabled");
        await callee.Page.WaitForAsync("() => !document.querySelector('[data-testid=calls-enabled]').checked");

        await caller.OpenConversationAsync(callee);
        await caller.Page.SeesAttributeAsync("call-button", "data-verdict", "not_allowed");
        await caller.Page.ClickAsync("call-button");
        await caller.Page.SeesAsync("call-not-allowed", $"{callee.Account.DisplayName} limits who can call");
        await caller.Page.ClickAsync("dialog-close");

        await callee.Page.ClickAsync("calls-enabled");
        await caller.Page.ReloadAsync();
        await EstablishAsync(caller, callee, "audio");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_block_during_the_call_ends_it_and_only_the_one_who_blocked_is_told_why(bool callerBlocks)
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        await EstablishAsync(caller, callee, "audio");
        var (blocking, blocked) = callerBlocks ? (caller, callee) : (callee, caller);

        await blocking.Page.ClickAsync("minimise");
        await blocking.OpenConversationAsync(blocked);
        await blocking.Page.ClickAsync("person-menu");
        await blocking.Page.ClickAsync("block");
        await blocking.Page.ClickAsync("confirm-yes");

        await Task.WhenAll(
            blocking.SeesEndAsync("blocked", "Call ended", $"You blocked {blocked.Account.DisplayName}"),
            blocked.SeesEndAsync("hangup", "Call ended", $"{blocking.Account.DisplayName} ended the call"));
    }
}
