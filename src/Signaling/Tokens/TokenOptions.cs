namespace Signaling.Tokens;

/// <summary>The configuration section <c>tokens</c>: which tokens are believed.</summary>
internal sealed class TokenOptions
{
    /// <summary>The <c>iss</c> that tokens must have.</summary>
    public string Issuer { get; init; } = "calls";

    /// <summary>The <c>aud</c> that tokens must have.</summary>
    public string Audience { get; init; } = "calls";

    /// <summary>The keys that may have signed them; several while keys are exchanged.</summary>
    public IReadOnlyList<TokenKeyOptions> Keys { get; init; } = [];
}
