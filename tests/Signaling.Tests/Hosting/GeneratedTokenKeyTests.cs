using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Signaling.Hosting;
using Signaling.Tests.Support;
using Signaling.Tokens;

namespace Signaling.Tests.Hosting;

public sealed class GeneratedTokenKeyTests
{
    [Fact]
    public async Task Without_configured_keys_whoever_has_the_generated_one_signs_tokens()
    {
        await using TestServer server = await TestServer.StartAsync(data => new ServerOptions
        {
            Data = data,
            Urls = ["http://127.0.0.1:0"],
            WebRoot = data,
            Log = new LogOptions { Level = Microsoft.Extensions.Logging.LogLevel.Error },
        });
        byte[] key = await File.ReadAllBytesAsync(Path.Combine(server.Get<ServerOptions>().Data, TokenOptions.GeneratedKey));
        string token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "calls",
            Audience = "calls",
            Claims = new Dictionary<string, object> { ["sub"] = "app", ["role"] = "admin" },
            Expires = server.Clock.GetUtcNow().UtcDateTime + TimeSpan.FromMinutes(1),
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(key), "HS256"),
        });

        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        HttpResponseMessage made = await server.Http.PutAsJsonAsync("/admin/users/alice", new { handle = "alice", display_name = "Alice" });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token("app", role: "admin"));
        await (await server.Http.GetAsync("/admin/users")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }
}
