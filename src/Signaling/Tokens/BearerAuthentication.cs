using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Signaling.Api;
using Signaling.Wire;

namespace Signaling.Tokens;

/// <summary>Signs REST requests in by <c>Authorization: Bearer</c> (RFC 6750).</summary>
internal sealed class BearerAuthentication(
    TokenValidator tokens, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Bearer";

    /// <summary>The claim with the account's id.</summary>
    public const string AccountClaim = "sub";

    /// <summary>The role that opens <c>/admin</c>.</summary>
    public const string AdminRole = "admin";

    private const string Prefix = SchemeName + " ";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (await tokens.ValidateAsync(header.AsSpan(Prefix.Length).Trim()) is not { } identity)
        {
            return AuthenticateResult.Fail("The token is invalid or has expired.");
        }

        var claims = new ClaimsIdentity([new Claim(AccountClaim, identity.Account)], SchemeName, AccountClaim, ClaimTypes.Role);
        if (identity.IsAdmin)
        {
            claims.AddClaim(new Claim(ClaimTypes.Role, AdminRole));
        }

        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(claims), SchemeName));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return Problem.WriteAsync(Context, new ProtocolError(ErrorCode.Unauthenticated, "Sign in: send a valid token as Authorization: Bearer."));
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.WriteAsync(Context, new ProtocolError(ErrorCode.Forbidden, "This needs a token with the role admin."));
}
