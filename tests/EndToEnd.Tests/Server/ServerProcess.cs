using System.Collections.Concurrent;
using System.Diagnostics;
using EndToEnd.Tests.Processes;

namespace EndToEnd.Tests.Server;

/// <summary>The published server with demo accounts, as a process of its own.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();

    private ServerProcess(Process process, ServerOptions options)
    {
        _process = process;
        Options = options;
    }

    public ServerOptions Options { get; }

    /// <summary>Everything that it wrote to its outputs so far.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>Starts the server and returns when it answers that it is healthy.</summary>
    /// <param name="options">How it is started.</param>
    /// <param name="assembly">Which one; null for the one that <c>./run</c> starts.</param>
    public static async Task<ServerProcess> StartAsync(ServerOptions options, string? assembly = null)
    {
        var server = Launch(assembly ?? await PublishedServer.AssemblyAsync(), options);
        try
        {
            await Eventually.HoldsAsync(server.IsHealthyAsync, healthy => healthy, $"the server answers at {options.Url}/health");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks it to stop, as an operator's service manager does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        Signals.Send(_process.Id, Signal.Terminate);
        using var limit = new CancellationTokenSource(Eventually.Limit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, as a power failure does.</summary>
    public async Task<int> KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        await File.WriteAllLinesAsync(Path.Combine(TestPaths.Reports, $"server-{_process.Id}.log"), _log);
        _process.Dispose();
    }

    private static ServerProcess Launch(string assembly, ServerOptions options)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                assembly, "--demo", "--port", $"{options.Port}", "--media-port", $"{options.MediaPort}", "--data", options.Data,
            },
        };
        foreach (var (name, value) in options.Settings)
        {
            start.Environment[$"CALLS_{name.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant()}"] = value;
        }

        var server = new ServerProcess(new Process { StartInfo = start }, options);
        server._process.OutputDataReceived += (_, line) => server.Keep(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Keep(line.Data);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _log.Enqueue(line);
        }
    }

    private async Task<bool> IsHealthyAsync()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"The server ended with code {_process.ExitCode}:\n{string.Join('\n', _log)}");
        }

        try
        {
            using var response = await Http.GetAsync(new Uri($"{Options.Url}/health"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }
}
