using System.Net;
using Signaling.Tests.Support;

namespace Signaling.Tests.Hosting;

public sealed class WebClientTests
{
    [Fact]
    public async Task The_built_client_is_served_with_what_browsers_have_to_know()
    {
        using var root = new TemporaryDirectory();
        Directory.CreateDirectory(root.File("assets"));
        await File.WriteAllTextAsync(root.File("index.html"), "<!doctype html><title>Calls</title>");
        await File.WriteAllTextAsync(root.File("assets/app-1234.js"), "export {};");
        await using TestServer server = await TestServer.StartAsync(data => TestServer.Options(data, webRoot: root.Path));

        HttpResponseMessage page = await server.Http.GetAsync("/");
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-cache", page.Headers.CacheControl?.ToString());
        Assert.NotNull(page.Headers.ETag);
        string policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("camera=(self), microphone=(self)", page.Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());

        HttpResponseMessage script = await server.Http.GetAsync("/assets/app-1234.js");
        Assert.Equal("text/javascript", script.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", script.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        Assert.False(page.Headers.Contains("Server"));
        await (await server.Http.GetAsync("/assets/app-5678.js")).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await server.Http.GetAsync("/..%2f..%2fetc/passwd")).ProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Without_a_built_client_the_page_says_what_to_do()
    {
        await using TestServer server = await TestServer.StartAsync();
        string text = await server.Http.GetStringAsync("/");
        Assert.Contains("npm run build", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_other_origins_may_use_the_interface_only_if_they_are_named()
    {
        await using TestServer server = await TestServer.StartAsync(
            data => TestServer.Options(data, http: new Signaling.Hosting.HttpOptions { Origins = ["https://app.example.org"] }));
        async Task<string?> AllowedAsync(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, "/me");
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "GET");
            request.Headers.Add("Access-Control-Request-Headers", "authorization");
            HttpResponseMessage response = await server.Http.SendAsync(request);
            return response.Headers.TryGetValues("Access-Control-Allow-Origin", out IEnumerable<string>? values) ? values.Single() : null;
        }

        Assert.Equal("https://app.example.org", await AllowedAsync("https://app.example.org"));
        Assert.Null(await AllowedAsync("https://evil.example.org"));
    }
}
