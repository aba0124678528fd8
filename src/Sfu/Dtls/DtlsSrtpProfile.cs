namespace Sfu.Dtls;

/// <summary>An SRTP protection profile as DTLS-SRTP negotiates it (RFC 5764 section 4.1.2, RFC 7714 section 14.2).</summary>
/// <param name="Id">The number in the use_srtp extension.</param>
/// <param name="OpenSslName">How OpenSSL calls it.</param>
/// <param name="KeyLength">Length of the master key in bytes.</param>
/// <param name="SaltLength">Length of the master salt in bytes.</param>
public sealed record DtlsSrtpProfile(ushort Id, string OpenSslName, int KeyLength, int SaltLength)
{
    /// <summary>AES-128 in counter mode with HMAC-SHA1-80, which every WebRTC client must have (RFC 8827 section 6.5).</summary>
    public static readonly DtlsSrtpProfile AesCm128HmacSha1Tag80 = new(0x0001, "SRTP_AES128_CM_SHA1_80", 16, 14);

    /// <summary>AES-128 in Galois/Counter Mode.</summary>
    public static readonly DtlsSrtpProfile AeadAes128Gcm = new(0x0007, "SRTP_AEAD_AES_128_GCM", 16, 12);

    /// <summary>AES-256 in Galois/Counter Mode.</summary>
    public static readonly DtlsSrtpProfile AeadAes256Gcm = new(0x0008, "SRTP_AEAD_AES_256_GCM", 32, 12);

    /// <summary>What is offered and chosen unless configured otherwise, best first: the cheapest to compute leads.</summary>
    public static readonly IReadOnlyList<DtlsSrtpProfile> Default = [AeadAes128Gcm, AeadAes256Gcm, AesCm128HmacSha1Tag80];
}
