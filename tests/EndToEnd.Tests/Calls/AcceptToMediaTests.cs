using System.Globalization;
using EndToEnd.Tests.Browsers;
using Xunit.Abstractions;

namespace EndToEnd.Tests.Calls;

/// <summary>How long after the answer the first sound and the first picture are there. Measured and reported, not judged: machines differ.</summary>
public sealed class AcceptToMediaTests(BrowserPark park, ITestOutputHelper output) : CallTest(park)
{
    private const int Calls = 10;

    private const string Marks = """
        () => {
          const { accept, firstRemoteAudio, firstRemoteFrame } = window.__calls.call.marks;
          const at = (time) => performance.timeOrigin + time;
          return { accept: at(accept), firstRemoteAudio: at(firstRemoteAudio), firstRemoteFrame: at(firstRemoteFrame) };
        }
        """;

    [Fact]
    public async Task Every_answered_call_has_sound_and_picture_on_both_sides_and_the_times_are_reported()
    {
        await using var caller = await SignInAsync(CallerSeat);
        await using var callee = await SignInAsync(CalleeSeat);
        var times = new List<(CallMarks Caller, CallMarks Callee)>();
        for (var call = 0; call < Calls; call++)
        {
            await caller.CallAsync(callee, "video");
            await Task.WhenAll(caller.Page.WaitForAsync(HasRungForASecond), callee.Page.WaitForAsync(HasRungForASecond));
            await callee.AcceptAsync("video");
            await Task.WhenAll(caller.Page.WaitForAsync(HasMedia), callee.Page.WaitForAsync(HasMedia));
            times.Add((await caller.Page.EvaluateAsync<CallMarks>(Marks), await callee.Page.EvaluateAsync<CallMarks>(Marks)));
            await caller.EndAsync();
            await Task.WhenAll(caller.SeesEndAsync("hangup", "Call ended"), callee.SeesEndAsync("hangup", "Call ended"));
        }

        string[] report =
        [
            $"From the callee's press of Accept, {Calls} video calls, Chromium to Chromium over loopback, milliseconds:",
            Line("callee: first sound", times.Select(call => call.Callee.FirstRemoteAudio - call.Callee.Accept)),
            Line("callee: first picture", times.Select(call => call.Callee.FirstRemoteFrame - call.Callee.Accept)),
            Line("caller: first sound", times.Select(call => call.Caller.FirstRemoteAudio - call.Callee.Accept)),
            Line("caller: first picture", times.Select(call => call.Caller.FirstRemoteFrame - call.Callee.Accept)),
        ];
        await File.WriteAllLinesAsync(Path.Combine(TestPaths.Reports, "accept-to-media.txt"), report);
        foreach (var line in report)
        {
            output.WriteLine(line);
        }
    }

    /// <summary>Nobody answers faster; and both sides have used the time to connect.</summary>
    private const string HasRungForASecond = "() => window.__calls.call?.state === 'ringing' && performance.now() - window.__calls.call.marks.connected > 1000";

    private const string HasMedia = "() => window.__calls.call.marks.firstRemoteAudio && window.__calls.call.marks.firstRemoteFrame";

    private static string Line(string what, IEnumerable<double> times)
    {
        var inOrder = times.Select(time => Math.Round(time)).ToArray();
        return string.Create(
            CultureInfo.InvariantCulture, $"{what,-24} median {inOrder.Order().ElementAt(inOrder.Length / 2),6}   calls {string.Join(' ', inOrder)}");
    }
}
