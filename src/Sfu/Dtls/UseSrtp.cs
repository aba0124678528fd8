using Rtp.Srtp;

namespace Sfu.Dtls;

/// <summary>The use_srtp extension in OpenSSL's words (RFC 5764 section 4.1).</summary>
internal static class UseSrtp
{
    /// <summary>What is offered and chosen unless configured otherwise, best first: the cheapest to compute leads.</summary>
    internal static readonly IReadOnlyList<SrtpProfile> DefaultProfiles =
        [SrtpProfile.AeadAes128Gcm, SrtpProfile.AeadAes256Gcm, SrtpProfile.AesCm128HmacSha1Tag80];

    /// <summary>The list that SSL_CTX_set_tlsext_use_srtp takes.</summary>
    internal static string List(IEnumerable<SrtpProfile> profiles) => string.Join(':', profiles.Select(Name));

    /// <summary>What was negotiated; null if nothing was.</summary>
    internal static unsafe SrtpProfile? Selected(SslHandle ssl)
    {
        LibSsl.SrtpProtectionProfile* selected = LibSsl.SSL_get_selected_srtp_profile(ssl);
        return selected is null ? null : (SrtpProfile)selected->Id.Value;
    }

    private static string Name(SrtpProfile profile) => profile switch
    {
        SrtpProfile.AeadAes128Gcm => "SRTP_AEAD_AES_128_GCM",
        SrtpProfile.AeadAes256Gcm => "SRTP_AEAD_AES_256_GCM",
        SrtpProfile.AesCm128HmacSha1Tag80 => "SRTP_AES128_CM_SHA1_80",
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "This SRTP profile is not known."),
    };
}
