namespace Sfu.Dtls;

/// <summary>The hash functions of <c>a=fingerprint</c> that are accepted (RFC 8122 section 5).</summary>
public enum DtlsFingerprintHash
{
    /// <summary>sha-256.</summary>
    Sha256,

    /// <summary>sha-384.</summary>
    Sha384,

    /// <summary>sha-512.</summary>
    Sha512,
}
