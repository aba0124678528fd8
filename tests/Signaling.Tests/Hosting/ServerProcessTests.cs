using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Signaling.Tests.Support;

namespace Signaling.Tests.Hosting;

/// <summary>The program as its operator meets it: what it prints and how it exits.</summary>
public sealed partial class ServerProcessTests : IDisposable
{
    private const int Terminate = 15;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task It_prints_its_address_serves_and_stops_when_asked()
    {
        using Process server = Start("--demo", "--port", "0", "--media-port", "0", "--data", _directory.File("data"));
        string? line = await server.StandardOutput.ReadLineAsync();
        Assert.StartsWith("Open http://localhost:", line, StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = new Uri(line!["Open ".Length..]) };
        Assert.Equal("ok", (await http.GetJsonAsync("/health")).Text("status"));
        HttpResponseMessage signedIn = await http.PostAsJsonAsync("/demo/sign-in", new { user_id = "u_alice" });
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);

        Assert.Equal(0, Kill(server.Id, Terminate));
        string rest = await server.StandardOutput.ReadToEndAsync();
        Assert.Equal(string.Empty, await server.StandardError.ReadToEndAsync());
        await server.WaitForExitAsync();
        Assert.Equal(0, server.ExitCode);
        Assert.DoesNotContain("127.0.0.1", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", rest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--nonsense", "--nonsense")]
    [InlineData("--port many", "port is 'many'; it must be a whole number (command line).")]
    [InlineData("--port 99999", "port is 99999; it must be between 0 and 65535")]
    [InlineData("--config /nowhere/settings.json", "/nowhere/settings.json does not exist")]
    [InlineData("--log-level loud", "log.level")]
    [InlineData("--data /proc/none --demo", "/proc/none")]
    public async Task What_is_wrong_is_told_in_one_line(string arguments, string expected)
    {
        string[] given = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        await AssertFailsAsync(expected, given.Contains("--data") ? given : [.. given, "--data", _directory.File("data")]);
    }

    [Fact]
    public async Task An_unknown_key_is_named_with_its_file()
    {
        string file = _directory.File("settings.json");
        await File.WriteAllTextAsync(file, """{"calls":{"rng_seconds":1}}""");
        await AssertFailsAsync("calls.rng_seconds", "--config", file);
        await AssertFailsAsync(file, "--config", file);
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var listener = new TcpListener(IPAddress.IPv6Any, 0);
        listener.Server.DualMode = true;
        listener.Start();
        string port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await AssertFailsAsync(port, "--demo", "--port", port, "--media-port", "0", "--data", _directory.File("data"));
    }

    private static async Task AssertFailsAsync(string expected, params string[] arguments)
    {
        using Process server = Start(arguments);
        string error = await server.StandardError.ReadToEndAsync();
        await server.WaitForExitAsync();
        Assert.NotEqual(0, server.ExitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Signaling.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
