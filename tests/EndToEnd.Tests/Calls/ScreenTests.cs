using System.Text.RegularExpressions;
using EndToEnd.Tests.Browsers;

namespace EndToEnd.Tests.Calls;

/// <summary>Every screen on a desk and on a phone: nothing is cut off, what can be pressed can be hit, and a screen reader has a name for it.</summary>
public sealed partial class ScreenTests(BrowserPark park) : CallTest(park)
{
    /// <summary>Controls that stick out of the window or are too small for a finger, by their test ids or texts.</summary>
    private const string Unreachable = """
        () => {
          const lying = document.querySelector('dialog[open]') ?? document.querySelector('[data-testid=call-screen], [data-testid=incoming-call]') ?? document.body;
          const controls = [...lying.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea, [role=button]')];
          const wrong = controls.filter((control) => control.checkVisibility({ visibilityProperty: true })).filter((control) => {
            const label = control.closest('label') ?? control;
            const { left, right, width, height } = label.getBoundingClientRect();
            return left < 0 || right > innerWidth + 1 || width < 30 || height < 30;
          });
          if (document.documentElement.scrollWidth > innerWidth) {
            wrong.push({ outerHTML: 'the page scrolls sideways' });
          }
          return wrong.map((control) => control.outerHTML.slice(0, 120));
        }
        """;

    /// <summary>
    /// The marks when the connection of one side is weak, with a note behind those whose words are broken over lines or cut off. What the server really measures
    /// can take the words away meanwhile.
    /// </summary>
    private const string WeakMarks = """
        async (side) => {
          const good = { up: 'good', down: 'good' };
          window.__calls.call.measure({ self: good, remote: good, [side]: { up: 'good', down: 'poor' } });
          await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
          const isCut = (words) => words && words.scrollWidth > words.clientWidth;
          const isBroken = (mark) => mark.clientHeight > 36 || isCut(mark.querySelector('.mark-words'));
          return [...document.querySelectorAll('.mark')].map((mark) => mark.textContent + (isBroken(mark) ? ' (broken)' : ''));
        }
        """;

    /// <summary>Words over a picture that is held back, where one's own picture, the controls or the window's edge hide some of them.</summary>
    private const string HiddenPause = """
        async () => {
          window.__calls.call.pause('your_connection');
          await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
          const words = [...document.querySelectorAll('[data-testid=remote-paused] > *')];
          const others = [...document.querySelectorAll('.self, .controls, .call-top > *, .stage-info > *')].map((one) => one.getBoundingClientRect());
          const hidden = words.filter((one) => {
            const { left, right, top, bottom } = one.getBoundingClientRect();
            return left < 0 || right > innerWidth || others.some((o) => left < o.right && right > o.left && top < o.bottom && bottom > o.top);
          });
          return words.length === 0 ? ['nothing is said'] : hidden.map((one) => one.outerHTML);
        }
        """;

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(390, 844)]
    [InlineData(360, 640)]
    public async Task Every_control_has_a_name_and_is_in_reach(int width, int height)
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        await caller.Page.ResizeAsync(width, height);
        await callee.Page.ResizeAsync(width, height);

        await IsUsableAsync(caller, "the list of conversations");
        await caller.Page.ClickAsync("nav-calls");
        await IsUsableAsync(caller, "the history");
        await caller.Page.ClickAsync("nav-messages");
        await caller.Page.ClickAsync("settings-open");
        await caller.Page.SeesAsync("audience-follows");
        await IsUsableAsync(caller, "the settings");
        await caller.Page.GoBackAsync();

        await caller.CallAsync(callee, "video");
        await callee.IsCalledByAsync(caller);
        await IsUsableAsync(callee, "the incoming call");
        await IsUsableAsync(caller, "the outgoing call");
        await callee.AcceptAsync("video");
        await caller.IsInCallAsync();
        await IsUsableAsync(caller, "the call");
        await callee.Page.ClickAsync("mute");
        await caller.Page.SeesAsync("remote-muted");
        await MarksAreWholeAsync(caller, "self", "Your connection is weak");
        await MarksAreWholeAsync(caller, "remote", "Their connection is weak");
        Assert.Empty(await caller.Page.EvaluateAsync<string[]>(HiddenPause));
        await caller.Page.ClickAsync("devices");
        await caller.Page.SeesAsync("pick-camera");
        await IsUsableAsync(caller, "the devices");
        await caller.Page.ClickAsync("dialog-close");
        await caller.Page.ClickAsync("minimise");
        await caller.Page.SeesAsync("call-bar");
        await IsUsableAsync(caller, "the small call");
        await caller.Page.ClickAsync("bar-end");
        await callee.SeesEndAsync("hangup", "Call ended");
        await IsUsableAsync(callee, "the notice of the end");
    }

    [Fact]
    public async Task A_call_is_taken_muted_and_ended_by_keys_alone()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        await caller.CallAsync(callee, "video");
        await callee.IsCalledByAsync(caller);

        await callee.Page.PressAsync("a");
        await caller.IsInCallAsync();
        await callee.IsInCallAsync();
        await callee.Page.PressAsync("m");
        await caller.Page.SeesAsync("remote-muted");
        await callee.Page.PressAsync("v");
        await caller.Page.SeesAsync("remote-camera-off");
        await callee.Page.PressAsync("Escape");
        await callee.Page.SeesAsync("end-hint", "Press Esc again to end the call");
        await callee.Page.PressAsync("Escape");
        await caller.SeesEndAsync("hangup", "Call ended");
    }

    private static async Task IsUsableAsync(CallApp app, string screen)
    {
        // Screens slide in; where they come to rest counts.
        await app.Page.UntilAsync(() => app.Page.EvaluateAsync<string[]>(Unreachable), wrong => wrong.Length == 0, $"{screen}: everything is in reach");
        var nameless = Nameless().Matches(await app.Page.AccessibilityTreeAsync()).Select(match => match.Value.Trim());
        Assert.True(!nameless.Any(), $"{screen}: without a name: {string.Join(", ", nameless)}");
    }

    private static async Task MarksAreWholeAsync(CallApp app, string weak, string words)
    {
        string[] marks = await app.Page.UntilAsync(
            () => app.Page.EvaluateAsync<string[]>(WeakMarks, weak), marks => marks.Any(mark => mark.StartsWith(words, StringComparison.Ordinal)), words);
        Assert.DoesNotContain(marks, mark => mark.EndsWith("(broken)", StringComparison.Ordinal));
    }

    // A name stands in quotation marks after the role.
    [GeneratedRegex("""^ *- (button|link|checkbox|switch|combobox|textbox|searchbox|slider|dialog|alertdialog)(?! "| \w+ ").*$""", RegexOptions.Multiline)]
    private static partial Regex Nameless();
}
