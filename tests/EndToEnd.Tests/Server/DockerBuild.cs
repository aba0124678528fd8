using System.Diagnostics;
using System.Text.Json;
using EndToEnd.Tests.Scripts;

namespace EndToEnd.Tests.Server;

/// <summary>
/// Carries out what of the Dockerfile is ours, without Docker: copies into an empty folder for each stage exactly what its COPY lines name
/// and runs the stage's <c>build/publish</c>. A file that the COPY lines forget is missing here too.
/// </summary>
public sealed class DockerBuild : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("docker-");
    private readonly Dictionary<string, string> _stages = [];

    /// <summary>The command that a container runs, its files being where <see cref="RunAsync"/> put them.</summary>
    public IReadOnlyList<string> EntryPoint { get; private set; } = [];

    /// <summary>What the last stage copies from the one before: the server.</summary>
    public string Published => Path.Combine(_folder.FullName, "published");

    public async Task RunAsync()
    {
        var stage = "";
        foreach (var words in File.ReadLines(Path.Combine(TestPaths.Repository, "Dockerfile")).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            switch (words)
            {
                case ["FROM", _, "AS", var name]:
                    stage = _stages[name] = Directory.CreateDirectory(Path.Combine(_folder.FullName, name)).FullName;
                    break;
                case ["FROM", ..]:
                    stage = "";
                    break;
                case ["COPY", var from, var source, var target] when from.StartsWith("--from=", StringComparison.Ordinal) && stage != "":
                    await CopyAsync(_stages[from["--from=".Length..]], source.Replace("/source/", "", StringComparison.Ordinal), Path.Combine(stage, target));
                    break;
                case ["COPY", .. var sources, var target] when stage != "":
                    await CopyAllAsync(sources, stage, target);
                    break;
                case ["RUN", "build/publish", .. var arguments]:
                    await PublishAsync(stage, [.. arguments.Select(argument => argument.Replace("/published", Published, StringComparison.Ordinal))]);
                    break;
                case ["ENTRYPOINT", ..]:
                    EntryPoint = JsonSerializer.Deserialize<string[]>(string.Join(' ', words.Skip(1)))!;
                    break;
            }
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task PublishAsync(string stage, string[] arguments)
    {
        var result = await Script.RunAsync(Path.Combine(stage, "build/publish"), arguments);
        Assert.True(result.ExitCode == 0, $"build/publish {string.Join(' ', arguments)} in {stage}:\n{result.Output}{result.Errors}");
    }

    private static async Task CopyAllAsync(string[] sources, string stage, string target)
    {
        foreach (var source in sources)
        {
            var into = target == "./" ? Path.Combine(stage, source) : Path.Combine(stage, target);
            await CopyAsync(TestPaths.Repository, source, into);
        }
    }

    /// <summary>Copies without what .dockerignore keeps out.</summary>
    private static async Task CopyAsync(string root, string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var from = Path.Combine(root, source);
        if (File.Exists(from))
        {
            File.Copy(from, target);
            return;
        }

        Directory.CreateDirectory(target);
        var command = $"tar --exclude=node_modules --exclude=./dist -C '{from}' -cf - . | tar -C '{target}' -xf -";
        using var process = Process.Start("/bin/bash", ["-c", command]);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
