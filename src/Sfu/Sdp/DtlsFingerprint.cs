namespace Sfu.Sdp;

/// <summary>The hash of a certificate (RFC 8122 section 5).</summary>
/// <param name="Algorithm">The hash function in lower case, such as <c>sha-256</c>.</param>
/// <param name="Value">Upper-case hexadecimal pairs with colons between.</param>
public sealed record DtlsFingerprint(string Algorithm, string Value)
{
    /// <summary>As in SDP: <c>sha-256 AA:BB:...</c></summary>
    public override string ToString() => $"{Algorithm} {Value}";
}
