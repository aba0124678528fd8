using System.Collections.Concurrent;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Signaling.Hosting;
using Signaling.Tests.Support;

namespace Signaling.Tests.Hosting;

public sealed class LogTests
{
    [Fact]
    public async Task The_log_holds_no_addresses_no_tokens_and_no_texts()
    {
        var lines = new ConcurrentQueue<string>();
        TestServer server = await TestServer.StartAsync(
            data =>
            {
                ServerOptions options = TestServer.Options(data);
                return new ServerOptions
                {
                    Data = options.Data,
                    Urls = options.Urls,
                    WebRoot = options.WebRoot,
                    Calls = options.Calls,
                    Tokens = options.Tokens,
                    Http = options.Http,
                };
            },
            replace: services => services.AddSingleton<ILoggerProvider>(new Collector(lines)));
        await using CallScene scene = await CallScene.StartAsync(server);
        await scene.AliceHttp.PostAsJsonAsync("/conversations/bob/messages", new { text = "a very secret text" });
        using HttpClient broken = server.ClientOf("alice");
        broken.DefaultRequestHeaders.Authorization = new("Bearer", "broken.token.here");
        await broken.GetAsync("/me");
        await scene.AliceHttp.GetAsync("/admin/users");
        server.Media.Answer = (_, _) => throw new InvalidOperationException("on purpose");
        string id = await scene.RingAsync();
        await scene.Alice.RequestAsync("media.offer", ("call_id", id), ("sdp", "a=candidate:1 1 udp 1 203.0.113.77 9 typ host"));
        await scene.Alice.SendAsync("{ not json, with a very secret text }");
        scene.Alice.Vanish();
        await server.SessionsAsync("alice", 0);

        string log = string.Join("\n", lines);
        Assert.Contains("The media engine failed", log, StringComparison.Ordinal);
        foreach (string secret in (string[])["127.0.0.1", "203.0.113.77", "eyJ", "broken.token.here", "secret text", "alice", "bob"])
        {
            Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
        }
    }

    private sealed class Collector(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
