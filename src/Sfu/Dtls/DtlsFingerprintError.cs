namespace Sfu.Dtls;

/// <summary>What is wrong with the value of an <c>a=fingerprint</c>.</summary>
public enum DtlsFingerprintError
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Not <c>hash-func SP hex *(":" hex)</c>.</summary>
    Malformed,

    /// <summary>A hash function that proves nothing any more (sha-1, sha-224, md5, md2) or that is unknown.</summary>
    RefusedHash,

    /// <summary>Fewer or more bytes than the hash function gives.</summary>
    WrongLength,
}
