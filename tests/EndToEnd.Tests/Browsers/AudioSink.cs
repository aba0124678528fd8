using System.Diagnostics;

namespace EndToEnd.Tests.Browsers;

/// <summary>
/// Loudspeakers that nobody hears: a PulseAudio server of its own with a null sink. Without any audio device Firefox
/// never starts an AudioContext, and nothing in its pages could be listened to. (Chromium makes do without.)
/// </summary>
public sealed class AudioSink : IDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private AudioSink(DirectoryInfo folder, Process process)
    {
        _folder = folder;
        _process = process;
    }

    /// <summary>The value of PULSE_SERVER for a browser that plays here.</summary>
    public string Server => $"unix:{SocketPath(_folder)}";

    public static async Task<AudioSink> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("audio-");
        var start = new ProcessStartInfo("pulseaudio")
        {
            RedirectStandardError = true,
            ArgumentList =
            {
                "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=900", "--log-level=error",
                "-L", "module-null-sink rate=48000",
                "-L", $"module-native-protocol-unix auth-anonymous=1 socket={SocketPath(folder)}",
            },
            Environment = { ["HOME"] = folder.FullName, ["XDG_RUNTIME_DIR"] = folder.FullName },
        };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var sink = new AudioSink(folder, process);
        await Eventually.HoldsAsync(
            () => Task.FromResult(File.Exists(SocketPath(folder))), exists => exists, "pulseaudio opens its socket");
        return sink;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string SocketPath(DirectoryInfo folder) => Path.Combine(folder.FullName, "socket");
}
