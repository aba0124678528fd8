using Microsoft.Playwright;

namespace EndToEnd.Tests.Browsers;

/// <summary>
/// Starts the distribution's own Firefox over WebDriver BiDi, which Playwright does for its "moz-firefox" channel; the
/// patched Firefox that Playwright usually drives is not needed.
/// </summary>
public static class FirefoxLauncher
{
    private static readonly string Executable = Environment.GetEnvironmentVariable("FIREFOX") ?? "/usr/bin/firefox-esr";

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright, Seat seat, AudioSink speakers) =>
        playwright.Firefox.LaunchAsync(new BrowserTypeLaunchOptions
        {
            Channel = "moz-firefox",
            ExecutablePath = Executable,
            Env = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
                .Select(entry => KeyValuePair.Create((string)entry.Key, (string)entry.Value!))
                .Append(KeyValuePair.Create("PULSE_SERVER", speakers.Server)),
            FirefoxUserPrefs = new Dictionary<string, object>
            {
                ["media.navigator.streams.fake"] = true,
                ["media.navigator.audio.fake_frequency"] = seat.Person.Tone,
                ["media.navigator.permission.disabled"] = true, // grants camera and microphone without asking
                ["media.autoplay.default"] = 0,
                ["media.autoplay.block-webaudio"] = false,
                // Pages in the background must keep their timers.
                ["dom.min_background_timeout_value"] = 4,
                ["dom.timeout.enable_budget_timer_throttling"] = false,
            },
        });
}
