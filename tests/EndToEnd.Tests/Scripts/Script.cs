using System.Diagnostics;

namespace EndToEnd.Tests.Scripts;

/// <summary>Runs a script of the repository to its end.</summary>
public sealed record Script(int ExitCode, string Output, string Errors)
{
    /// <param name="name">Its path from the root of the repository, or a full path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="path">Where it finds programs; null for where the tests do.</param>
    public static async Task<Script> RunAsync(string name, string[] arguments, string? path = null)
    {
        var start = new ProcessStartInfo("/bin/bash", [Path.Combine(TestPaths.Repository, name), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (path is not null)
        {
            start.Environment["PATH"] = path;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Script(process.ExitCode, output, await errors);
    }
}
