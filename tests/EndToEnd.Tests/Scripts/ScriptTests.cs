namespace EndToEnd.Tests.Scripts;

/// <summary>The commands of the README, given to somebody who mistypes or whose machine lacks something.</summary>
public sealed class ScriptTests : IDisposable
{
    private static readonly string[] ToolsOfEveryMachine =
        ["basename", "bash", "cat", "cut", "dirname", "env", "find", "grep", "ls", "mkdir", "paste", "realpath", "rm", "sha256sum", "sort", "tr", "xargs"];

    private readonly DirectoryInfo _tools = Directory.CreateTempSubdirectory("tools-");

    public ScriptTests()
    {
        foreach (var tool in ToolsOfEveryMachine)
        {
            File.CreateSymbolicLink(Path.Combine(_tools.FullName, tool), Path.Combine("/usr/bin", tool));
        }
    }

    [Theory]
    [InlineData("test", "--quik", "unknown argument '--quik'")]
    [InlineData("test", "--filter", "--filter takes a text")]
    [InlineData("build/publish", "server", "unknown argument 'server'")]
    [InlineData("build/publish", "--part", "--part takes web or server")]
    [InlineData("build/publish", "--output", "--output takes a directory")]
    [InlineData("bench/load", "--pin", "--pin takes the number of a core")]
    [InlineData("bench/compare", "--round", "unknown argument '--round'")]
    [InlineData("bench/figures", "--rounds", "--rounds takes a value")]
    public async Task A_bad_flag_is_one_clear_line_and_a_failure(string script, string flag, string message)
    {
        var result = await Script.RunAsync(script, [flag]);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains(message, Assert.Single(LinesOf(result.Errors)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData("build/publish")]
    [InlineData("bench/load")]
    [InlineData("bench/compare")]
    [InlineData("bench/figures")]
    public async Task Help_tells_the_usage(string script)
    {
        var result = await Script.RunAsync(script, ["--help"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("usage:", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("build/publish", "--part server")]
    [InlineData("test", "--quick")]
    public async Task Without_the_dotnet_SDK_one_line_says_what_to_install(string script, string arguments)
    {
        var result = await Script.RunAsync(script, arguments.Split(' '), _tools.FullName);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(".NET SDK 10 not found; install it", Assert.Single(LinesOf(result.Errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_dotnet_SDK_is_named_with_the_one_that_is_needed()
    {
        AddTool("dotnet", "echo '8.0.404 [/usr/share/dotnet/sdk]'");

        var result = await Script.RunAsync("build/publish", ["--part", "server"], _tools.FullName);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(".NET SDK 10 needed, found: 8.0.404", Assert.Single(LinesOf(result.Errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Node_one_line_says_what_to_install()
    {
        var result = await Script.RunAsync("run", ["--demo"], _tools.FullName);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("Node.js 20.19 or newer with npm not found; install it", Assert.Single(LinesOf(result.Errors)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v18.20.4")]
    [InlineData("v20.11.1")]
    public async Task An_older_Node_is_named_with_the_one_that_is_needed(string version)
    {
        AddTool("node", $"echo {version}");
        AddTool("npm", "");

        var result = await Script.RunAsync("run", [], _tools.FullName);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains($"Node.js 20.19 or newer needed, found {version}", Assert.Single(LinesOf(result.Errors)), StringComparison.Ordinal);
    }

    public void Dispose() => _tools.Delete(recursive: true);

    private static string[] LinesOf(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private void AddTool(string name, string commands)
    {
        var path = Path.Combine(_tools.FullName, name);
        File.WriteAllText(path, $"#!/bin/bash\n{commands}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
