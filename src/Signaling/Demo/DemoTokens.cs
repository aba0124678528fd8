using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Signaling.Tokens;

namespace Signaling.Demo;

/// <summary>Issues the tokens of the demo.</summary>
internal sealed class DemoTokens(TokenOptions options, TokenKey key, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>A token of an account.</summary>
    public (string Token, DateTimeOffset ExpiresAt) Issue(string account, bool isAdmin)
    {
        // Whole seconds, as the token holds them (RFC 7519 section 2, NumericDate).
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        DateTimeOffset expiresAt = now + Lifetime;
        var claims = new Dictionary<string, object> { ["sub"] = account };
        if (isAdmin)
        {
            claims["role"] = BearerAuthentication.AdminRole;
        }

        string token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = options.Issuer,
            Audience = options.Audience,
            Claims = claims,
            NotBefore = now.UtcDateTime,
            IssuedAt = now.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            SigningCredentials = new SigningCredentials(key.Key, key.Algorithm),
        });
        return (token, expiresAt);
    }
}
