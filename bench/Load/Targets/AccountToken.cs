using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Load.Targets;

/// <summary>Makes tokens (JWT, HS256), as an app's back end does.</summary>
internal static class AccountToken
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(6);

    /// <summary>Signs one with the server's key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="account">Whose token it is.</param>
    /// <param name="isAdmin">Whether with the role of an administrator.</param>
    public static string Sign(byte[] key, string account, bool isAdmin)
    {
        var claims = new JsonObject
        {
            ["iss"] = "calls",
            ["aud"] = "calls",
            ["sub"] = account,
            ["exp"] = (DateTimeOffset.UtcNow + Lifetime).ToUnixTimeSeconds(),
        };
        if (isAdmin)
        {
            claims["role"] = "admin";
        }

        string body = $"{Encode(new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT" })}.{Encode(claims)}";
        return $"{body}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(body)))}";
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}
