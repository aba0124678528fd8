using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Signaling.Accounts;

namespace Signaling.Tokens;

/// <summary>Checks tokens (RFC 7519): signature by a configured key, issuer, audience, time.</summary>
internal sealed class TokenValidator
{
    /// <summary>The difference between clocks that is forgiven.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private const int MaximumLength = 8192;

    // Beyond these all are forgotten: who floods with tokens has to have them signed first.
    private const int MaximumKnown = 20_000;
    private const string AdminRole = "admin";

    private readonly TokenValidationParameters _parameters;
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaximumLength, MapInboundClaims = false };
    private readonly TimeProvider _clock;

    // A token is checked once, not with every request: its signature stays right, only its time runs out.
    private readonly ConcurrentDictionary<string, TokenIdentity> _known = new(StringComparer.Ordinal);

    public TokenValidator(string issuer, string audience, IReadOnlyList<TokenKey> keys, TimeProvider clock)
    {
        _clock = clock;
        Dictionary<SecurityKey, string> algorithms = keys.ToDictionary(key => key.Key, key => key.Algorithm);
        _parameters = new TokenValidationParameters
        {
            ValidIssuer = issuer,
            ValidAudience = audience,
            IssuerSigningKeys = algorithms.Keys,
            AlgorithmValidator = (algorithm, key, _, _) => algorithms.TryGetValue(key, out string? expected) && expected == algorithm,
            LifetimeValidator = (notBefore, expires, _, _) => IsCurrent(notBefore, expires),
            TryAllIssuerSigningKeys = true,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            IncludeTokenOnFailedValidation = false,
        };
    }

    /// <summary>What the token says, or null when it is not to be believed.</summary>
    public ValueTask<TokenIdentity?> ValidateAsync(ReadOnlySpan<char> token)
    {
        if (token.Length is 0 or > MaximumLength)
        {
            return default;
        }

        if (_known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out TokenIdentity? known))
        {
            return new(IsCurrent(null, known.ExpiresAt.UtcDateTime) ? known : null);
        }

        return ValidateNewAsync(token.ToString());
    }

    private async ValueTask<TokenIdentity?> ValidateNewAsync(string token)
    {
        TokenValidationResult result = await _handler.ValidateTokenAsync(token, _parameters);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt || !AccountId.IsValid(jwt.Subject ?? string.Empty))
        {
            return null;
        }

        bool isAdmin = result.ClaimsIdentity.FindAll("role").Any((Claim claim) => claim.Value == AdminRole);
        var identity = new TokenIdentity(jwt.Subject!, isAdmin, new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero));
        if (_known.Count >= MaximumKnown)
        {
            _known.Clear();
        }

        _known[token] = identity;
        return identity;
    }

    private bool IsCurrent(DateTime? notBefore, DateTime? expires)
    {
        DateTime now = _clock.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + ClockSkew && (notBefore is not { } start || now >= start - ClockSkew);
    }
}
