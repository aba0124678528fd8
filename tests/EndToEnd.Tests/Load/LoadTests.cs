using System.Text.Json.Nodes;
using EndToEnd.Tests.Scripts;
using EndToEnd.Tests.Server;

namespace EndToEnd.Tests.Load;

/// <summary>The load generator against the server that is shipped. What it measures is not judged here: only that media comes whole, and that it says so.</summary>
public sealed class LoadTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("load-");
    private ServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync(new ServerOptions
    {
        Data = _data.FullName,
        Settings = new Dictionary<string, string> { ["rooms.enabled"] = "true", ["media.listen.0"] = "127.0.0.1" },
    });

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Theory]
    [InlineData("--subscribers", "3")]
    [InlineData("--subscribers", "3", "--srtp", "cm80", "--codec", "h264")]
    [InlineData("--rooms", "2", "--publishers", "3", "--subscribers", "0", "--srtp", "gcm256")]
    public async Task What_a_client_sends_comes_to_all_the_others(params string[] shape)
    {
        JsonNode report = await LoadAsync([.. shape, "--audio"]);

        Assert.Equal(0, (int)report["clients_without_media"]!);
        Assert.True((long)report["forwarded_packets"]! > 0);

        // Pictures may be held back for a way that the server has not measured yet; sound never is.
        Assert.Equal(0, (double)report["audio_loss"]!);
        Assert.Equal(0, (long)report["foreign_payloads"]!);
    }

    [Fact]
    public async Task The_report_has_what_it_promises()
    {
        JsonNode report = await LoadAsync(["--subscribers", "1", "--video-kbps", "0", "--audio"]);

        string[] keys =
        [
            "forwarded_packets", "loss", "cpu_ns_per_forwarded_packet", "allocated_bytes_per_forwarded_packet", "latency_us.p50", "latency_us.p99", "latency_us.p999",
            "latency_us.max", "setup_ms.p50", "setup_ms.p99", "server_rss_bytes",
        ];
        Assert.All(keys, key => Assert.NotNull(key.Split('.').Aggregate((JsonNode?)report, (node, name) => node?[name])));
    }

    [Theory]
    [InlineData("random", "unrecognized")]
    [InlineData("unknown", "unknown_source")]
    [InlineData("stun", "stun_refused")]
    [InlineData("replayed", "srtp_replayed")]
    [InlineData("corrupted", "srtp_unauthentic")]
    public async Task Bad_input_is_counted_by_its_kind_and_does_no_harm(string kind, string reason)
    {
        JsonNode report = await LoadAsync(["--subscribers", "2", "--audio", "--flood", "10", "--flood-kind", kind]);

        Assert.Equal(0, (double)report["audio_loss"]!);
        Assert.Equal(0, (long)report["foreign_payloads"]!);
        Assert.True((long)report["flood"]![kind]! > 0);
        Assert.True((long)report["drops"]![reason]!["after"]! > (long)report["drops"]![reason]!["before"]!, report.ToJsonString());
    }

    private async Task<JsonNode> LoadAsync(string[] flags)
    {
        var file = Path.Combine(_data.FullName, "report.json");
        var result = await Script.RunAsync(
            "bench/load", ["--server", _server.Options.Url, "--warm-up", "500ms", "--duration", "2s", "--json", file, .. flags]);
        Assert.True(result.ExitCode == 0, $"{result.Output}{result.Errors}");
        return JsonNode.Parse(await File.ReadAllTextAsync(file))!;
    }
}
