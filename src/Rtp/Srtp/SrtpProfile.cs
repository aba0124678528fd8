namespace Rtp.Srtp;

/// <summary>
/// The SRTP protection profiles of this library, with the numbers that DTLS-SRTP negotiates (RFC 5764 section 4.1.2, RFC 7714
/// section 14.2). Lengths are in <see cref="SrtpProfileInfo"/>.
/// </summary>
public enum SrtpProfile : ushort
{
    /// <summary>AES-128 in counter mode with an 80-bit HMAC-SHA1 tag (RFC 3711).</summary>
    AesCm128HmacSha1Tag80 = 0x0001,

    /// <summary>AES-128 in Galois/Counter Mode with a 128-bit tag (RFC 7714).</summary>
    AeadAes128Gcm = 0x0007,

    /// <summary>AES-256 in Galois/Counter Mode with a 128-bit tag (RFC 7714).</summary>
    AeadAes256Gcm = 0x0008,
}
