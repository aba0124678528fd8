using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Load.Targets;

/// <summary>Makes a token with the role of an administrator (JWT, HS256), as an app's back end does.</summary>
internal static class AdminToken
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(6);

    /// <summary>Signs one with the server's key.</summary>
    public static string Sign(byte[] key)
    {
        string body = $"{Encode(new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT" })}.{Encode(new JsonObject
        {
            ["iss"] = "calls",
            ["aud"] = "calls",
            ["sub"] = "load",
            ["role"] = "admin",
            ["exp"] = (DateTimeOffset.UtcNow + Lifetime).ToUnixTimeSeconds(),
        })}";
        return $"{body}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(body)))}";
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}
