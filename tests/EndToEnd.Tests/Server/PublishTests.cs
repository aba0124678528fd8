using System.Net.Http.Json;
using System.Text.Json;

namespace EndToEnd.Tests.Server;

/// <summary>What is shipped, by <c>./run</c> and by the Dockerfile, starts, is healthy, serves the client, and stops when told to.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("server-");

    [Fact]
    public async Task The_published_server_is_healthy_serves_the_web_client_and_stops_on_SIGTERM()
    {
        await using var server = await ServerProcess.StartAsync(new ServerOptions { Data = _data.FullName });
        await ServesAndStopsAsync(server);
    }

    [Fact]
    public async Task What_the_Dockerfile_builds_is_healthy_serves_the_web_client_and_stops_on_SIGTERM()
    {
        using var docker = new DockerBuild();
        await docker.RunAsync();
        Assert.Equal(["dotnet", "Signaling.dll", "--data", "/data"], docker.EntryPoint);

        await using var server = await ServerProcess.StartAsync(
            new ServerOptions { Data = _data.FullName }, Path.Combine(docker.Published, "Signaling.dll"));
        await ServesAndStopsAsync(server);
    }

    public void Dispose() => _data.Delete(recursive: true);

    private static async Task ServesAndStopsAsync(ServerProcess server)
    {
        using var http = new HttpClient { BaseAddress = new Uri(server.Options.Url) };
        var health = await http.GetFromJsonAsync<JsonElement>("/health");
        Assert.Equal("ok", health.GetProperty("status").GetString());
        Assert.Contains("<!doctype html>", await http.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await server.StopAsync());
    }
}
