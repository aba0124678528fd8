using System.Diagnostics;

namespace EndToEnd.Tests.Server;

/// <summary>What is shipped, built by the script that the Dockerfile runs too; once a test run.</summary>
public static class PublishedServer
{
    private static readonly Lazy<Task<string>> Published = new(PublishAsync);

    /// <summary>The path of the server's assembly. Builds it when it is not up to date.</summary>
    public static Task<string> AssemblyAsync() => Published.Value;

    private static async Task<string> PublishAsync()
    {
        var start = new ProcessStartInfo(Path.Combine(TestPaths.Repository, "build", "publish"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"build/publish failed:\n{output}{await errors}");
        return Path.Combine(TestPaths.Repository, "artifacts", "publish", "server", "Signaling.dll");
    }
}
