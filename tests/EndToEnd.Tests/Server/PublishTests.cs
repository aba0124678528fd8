using System.Net.Http.Json;
using System.Text.Json;

namespace EndToEnd.Tests.Server;

/// <summary>What the Dockerfile ships starts, is healthy, serves the client, and stops when told to.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("server-");

    [Fact]
    public async Task The_published_server_is_healthy_serves_the_web_client_and_stops_on_SIGTERM()
    {
        await using var server = await ServerProcess.StartAsync(new ServerOptions { Data = _data.FullName });
        using var http = new HttpClient { BaseAddress = new Uri(server.Options.Url) };

        var health = await http.GetFromJsonAsync<JsonElement>("/health");
        Assert.Equal("ok", health.GetProperty("status").GetString());
        Assert.Contains("<!doctype html>", await http.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await server.StopAsync());
    }

    public void Dispose() => _data.Delete(recursive: true);
}
