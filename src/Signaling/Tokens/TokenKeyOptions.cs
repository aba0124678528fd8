namespace Signaling.Tokens;

/// <summary>One key of <see cref="TokenOptions"/>: exactly one of the three.</summary>
internal sealed class TokenKeyOptions
{
    /// <summary>A shared secret of at least 32 bytes (HS256).</summary>
    public string? Secret { get; init; }

    /// <summary>A file with such a secret; white space around it does not count.</summary>
    public string? SecretFile { get; init; }

    /// <summary>A PEM file with an RSA (RS256) or P-256 (ES256) public key.</summary>
    public string? PublicKeyFile { get; init; }
}
