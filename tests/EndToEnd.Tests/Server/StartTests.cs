using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EndToEnd.Tests.Processes;

namespace EndToEnd.Tests.Server;

/// <summary>A server that starts says where, and one that cannot start says why, in one line.</summary>
public sealed class StartTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("server-");

    [Fact]
    public async Task A_port_that_is_taken()
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await FailsNamingAsync($"{port}", "--port", $"{port}", "--media-port", $"{FreePort.Find()}");
    }

    [Theory]
    [InlineData(ProtocolType.Udp)]
    [InlineData(ProtocolType.Tcp)]
    public async Task A_media_port_that_is_taken(ProtocolType protocol)
    {
        using var taken = new Socket(AddressFamily.InterNetwork, protocol == ProtocolType.Tcp ? SocketType.Stream : SocketType.Dgram, protocol);
        taken.Bind(new IPEndPoint(IPAddress.Any, 0));
        if (protocol == ProtocolType.Tcp)
        {
            taken.Listen();
        }

        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        await FailsNamingAsync($"{port}", "--port", $"{FreePort.Find()}", "--media-port", $"{port}");
    }

    [Fact]
    public async Task A_data_directory_that_another_server_uses()
    {
        await using var other = await ServerProcess.StartAsync(new ServerOptions { Data = _data.FullName });

        await FailsNamingAsync(_data.FullName, "--port", $"{FreePort.Find()}", "--media-port", $"{FreePort.Find()}");
    }

    [Fact]
    public async Task Without_configuration_it_starts_and_says_where_to_open_it_and_who_can_sign_in()
    {
        var port = FreePort.Find();
        using var process = await LaunchAsync("--port", $"{port}", "--media-port", $"{FreePort.Find()}");
        using var limit = new CancellationTokenSource(Eventually.Limit);
        try
        {
            Assert.Equal($"Open http://localhost:{port}", await process.StandardOutput.ReadLineAsync(limit.Token));
            Assert.Contains(Path.Combine(_data.FullName, "tokens.key"), await process.StandardOutput.ReadLineAsync(limit.Token), StringComparison.Ordinal);
            Signals.Send(process.Id, Signal.Terminate);
            await process.WaitForExitAsync(limit.Token);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            process.Kill();
        }
    }

    public void Dispose() => _data.Delete(recursive: true);

    private async Task<Process> LaunchAsync(params string[] flags) =>
        Process.Start(new ProcessStartInfo("dotnet", [await PublishedServer.AssemblyAsync(), "--data", _data.FullName, .. flags])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;

    private async Task FailsNamingAsync(string named, params string[] flags)
    {
        using var process = await LaunchAsync(flags);
        using var limit = new CancellationTokenSource(Eventually.Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = await process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);

            Assert.NotEqual(0, process.ExitCode);
            var line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.Contains(named, line, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", line + await output, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
        }
    }
}
