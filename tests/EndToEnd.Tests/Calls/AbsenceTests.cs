using EndToEnd.Tests.Browsers;

namespace EndToEnd.Tests.Calls;

/// <summary>Somebody is not there, or not there any more: what the other one is told when waiting has no sense. The waits are short here.</summary>
public sealed class AbsenceTests(BrowserPark park) : CallTest(park)
{
    protected override Dictionary<string, string> Settings => new()
    {
        ["calls.ring_seconds"] = "8",
        ["calls.reconnect_seconds"] = "4",
    };

    [Fact]
    public async Task Unanswered()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        await caller.CallAsync(callee, "audio");
        await callee.IsCalledByAsync(caller);

        await Task.WhenAll(
            caller.SeesEndAsync("no_answer", "No answer", $"{callee.Account.DisplayName} didn’t pick up"),
            callee.SeesEndAsync("no_answer", "Missed call", $"{caller.Account.DisplayName} tried to call you"));
        await callee.Page.SeesAsync("nav-calls-count", "1");
    }

    [Fact]
    public async Task Nobody_is_there_to_answer()
    {
        await using var caller = await SignInAsync(CallerSeat);
        var callee = await SignInAsync(CalleeSeat);
        await callee.DisposeAsync();

        await caller.CallAsync(callee, "audio");

        await caller.SeesEndAsync("no_answer", "No answer");
    }

    [Fact]
    public async Task The_callers_browser_dies_while_it_rings()
    {
        await using var dying = new BrowserPark();
        var caller = await CallApp.SignInAsync(dying, CallerSeat, Server, People.Caller);
        await using var callee = await SignInAsync(CalleeSeat);
        await caller.CallAsync(callee, "audio");
        await callee.IsCalledByAsync(caller);

        await dying.KillAsync(CallerSeat);

        await callee.SeesEndAsync("cancelled", "Missed call");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_browser_dies_during_the_call(bool callers)
    {
        await using var dying = new BrowserPark();
        var (dyingSeat, stayingSeat) = callers ? (CallerSeat, CalleeSeat) : (CalleeSeat, CallerSeat);
        var leaving = await CallApp.SignInAsync(dying, dyingSeat, Server, People.For(dyingSeat.Person));
        await using var staying = await SignInAsync(stayingSeat);
        await (callers ? EstablishAsync(leaving, staying, "audio") : EstablishAsync(staying, leaving, "audio"));

        await dying.KillAsync(dyingSeat);

        await staying.IsInCallAsync("reconnecting");
        await staying.SeesEndAsync("failed", "Connection lost");
    }
}
