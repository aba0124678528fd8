using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Pages;

namespace EndToEnd.Tests.Calls;

/// <summary>Every way in which a call comes to nothing or to an end: the right state, and the right words, on both sides.</summary>
public sealed class EndingTests(BrowserPark park) : CallTest(park)
{
    /// <summary>Somebody else in front of the callee's browser: browsers are told apart by what their cameras see, accounts by who signs in.</summary>
    private static readonly Seat ThirdSeat = CalleeSeat;

    [Fact]
    public async Task Declined()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        await caller.CallAsync(callee, "audio");
        await callee.IsCalledByAsync(caller);

        await callee.DeclineAsync();

        await Task.WhenAll(
            caller.SeesEndAsync("declined", "Call declined", $"{callee.Account.DisplayName} can’t talk right now"),
            callee.SeesEndAsync("declined", "You declined"));
    }

    [Fact]
    public async Task Cancelled()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        await caller.CallAsync(callee, "video");
        await callee.IsCalledByAsync(caller);

        await caller.EndAsync();

        await Task.WhenAll(
            caller.SeesEndAsync("cancelled", "Call cancelled"),
            callee.SeesEndAsync("cancelled", "Missed call", $"{caller.Account.DisplayName} hung up before you answered"));
        await callee.Page.SeesAsync("nav-calls-count", "1");
    }

    [Fact]
    public async Task Busy()
    {
        await using var callee = await SignInAsync(CalleeSeat);
        await using var third = await SignInAsync(ThirdSeat, People.Third);
        await using var caller = await SignInAsync(CallerSeat);
        await EstablishAsync(callee, third, "audio");

        await caller.CallAsync(callee, "audio");

        await caller.SeesEndAsync("busy", $"{callee.Account.DisplayName} is in another call");
        await callee.IsInCallAsync();
        await callee.EndAsync();
        await callee.Page.SeesAsync("nav-calls-count", "1");
    }

    [Fact]
    public async Task Both_call_each_other_and_find_themselves_in_one_call()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        await caller.OpenConversationAsync(callee);
        await callee.OpenConversationAsync(caller);

        await Task.WhenAll(caller.CallAsync(callee, "audio"), callee.CallAsync(caller, "audio"));

        await Task.WhenAll(caller.IsInCallAsync(), callee.IsInCallAsync());
        await callee.Page.HearsAsync(MediaExpectations.Audible, Person.Caller);
        await caller.Page.HearsAsync(MediaExpectations.Audible, Person.Callee);
    }

    [Fact]
    public async Task The_callers_tab_is_closed_while_it_rings()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        await caller.CallAsync(callee, "audio");
        await callee.IsCalledByAsync(caller);

        await caller.Page.CloseAsync();

        await callee.SeesEndAsync("cancelled", "Missed call");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tab_is_closed_during_the_call(bool callersTab)
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        await EstablishAsync(caller, callee, "video");
        var (leaving, staying) = callersTab ? (caller, callee) : (callee, caller);

        await leaving.Page.CloseAsync();

        await staying.SeesEndAsync("hangup", "Call ended", $"{leaving.Account.DisplayName} ended the call");
    }
}
