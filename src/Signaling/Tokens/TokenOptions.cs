namespace Signaling.Tokens;

/// <summary>The configuration section <c>tokens</c>: which tokens are believed.</summary>
internal sealed class TokenOptions
{
    /// <summary>The file of the generated key in the data directory: 32 bytes, the secret of HS256.</summary>
    public const string GeneratedKey = "tokens.key";

    /// <summary>The <c>iss</c> that tokens must have.</summary>
    public string Issuer { get; init; } = "calls";

    /// <summary>The <c>aud</c> that tokens must have.</summary>
    public string Audience { get; init; } = "calls";

    /// <summary>The keys that may have signed them; several while keys are exchanged. If there are none, one is generated.</summary>
    public IReadOnlyList<TokenKeyOptions> Keys { get; init; } = [];
}
