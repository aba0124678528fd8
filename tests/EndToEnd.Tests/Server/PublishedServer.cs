using EndToEnd.Tests.Scripts;

namespace EndToEnd.Tests.Server;

/// <summary>What is shipped, built by the script that the Dockerfile runs too; once a test run.</summary>
public static class PublishedServer
{
    private static readonly Lazy<Task<string>> Published = new(PublishAsync);

    /// <summary>The path of the server's assembly. Builds it when it is not up to date.</summary>
    public static Task<string> AssemblyAsync() => Published.Value;

    private static async Task<string> PublishAsync()
    {
        var result = await Script.RunAsync("build/publish", []);
        Assert.True(result.ExitCode == 0, $"build/publish failed:\n{result.Output}{result.Errors}");
        return Path.Combine(TestPaths.Repository, "artifacts", "publish", "server", "Signaling.dll");
    }
}
