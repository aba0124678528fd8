using System.Diagnostics;
using EndToEnd.Tests.Media;
using EndToEnd.Tests.Processes;
using Microsoft.Playwright;

namespace EndToEnd.Tests.Browsers;

/// <summary>Starts the distribution's Chromium with files for camera and microphone.</summary>
public static class ChromiumLauncher
{
    private static readonly string Executable = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    /// <summary>Ends the seat's browser as a power failure does: it and its pages have no time for a farewell.</summary>
    public static async Task KillAsync(string mark, Seat seat)
    {
        using var browser = Process.GetProcesses().Single(process => IsMarked(Mark(mark, seat), process));
        await Signals.KillTreeAsync(browser);
    }

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright, Seat seat, MediaFiles media, NamespaceLauncher launcher, string mark) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = seat.Network is null ? Executable : launcher.For(Executable, seat.Network.Namespace),
            ChromiumSandbox = false, // unavailable in most containers, and to root
            Args =
            [
                Mark(mark, seat),
                "--disable-gpu",
                "--disable-quic",
                seat.RefusesDevices ? "--deny-permission-prompts" : "--use-fake-ui-for-media-stream", // answers for the person
                "--autoplay-policy=no-user-gesture-required",
                $"--use-file-for-fake-audio-capture={media.Microphone(seat.Person)}",
                .. seat.Network is null ? [] : new[] { $"--unsafely-treat-insecure-origin-as-secure={seat.Network.TrustedOrigin}" },
                .. seat.MoreCameras
                    ? ["--use-fake-device-for-media-stream=device-count=3"]
                    : new[] { "--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={media.Camera(seat.Person)}" },
            ],
        });

    /// <summary>A flag that Chromium does not know, by which its process is found again.</summary>
    private static string Mark(string mark, Seat seat) => $"--seat={mark}-{seat.Person.Name}";

    private static bool IsMarked(string flag, Process process)
    {
        try
        {
            var arguments = File.ReadAllText($"/proc/{process.Id}/cmdline").Split('\0', ' ');
            return arguments.Contains(flag) && !arguments.Any(argument => argument.StartsWith("--type=", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false; // ended meanwhile
        }
    }
}
