using EndToEnd.Tests.Media;
using Microsoft.Playwright;

namespace EndToEnd.Tests.Browsers;

/// <summary>Starts the distribution's Chromium with files for camera and microphone.</summary>
public static class ChromiumLauncher
{
    private static readonly string Executable = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright, Seat seat, MediaFiles media, NamespaceLauncher launcher) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = seat.Network is null ? Executable : launcher.For(Executable, seat.Network.Namespace),
            ChromiumSandbox = false, // unavailable in most containers, and to root
            Args =
            [
                "--disable-gpu",
                "--disable-quic",
                "--use-fake-ui-for-media-stream", // grants camera and microphone without asking
                "--autoplay-policy=no-user-gesture-required",
                $"--use-file-for-fake-audio-capture={media.Microphone(seat.Person)}",
                .. seat.Network is null ? [] : new[] { $"--unsafely-treat-insecure-origin-as-secure={seat.Network.TrustedOrigin}" },
                .. seat.MoreCameras
                    ? ["--use-fake-device-for-media-stream=device-count=3"]
                    : new[] { "--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={media.Camera(seat.Person)}" },
            ],
        });
}
