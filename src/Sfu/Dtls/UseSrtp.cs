using System.Text;
using Rtp.Srtp;

namespace Sfu.Dtls;

/// <summary>The use_srtp extension in OpenSSL's words (RFC 5764 section 4.1).</summary>
internal static class UseSrtp
{
    /// <summary>What is offered and chosen unless configured otherwise, best first: the cheapest to compute leads.</summary>
    internal static readonly IReadOnlyList<SrtpProfile> DefaultProfiles =
        [SrtpProfile.AeadAes128Gcm, SrtpProfile.AeadAes256Gcm, SrtpProfile.AesCm128HmacSha1Tag80];

    /// <summary>The same for peers that send lost packets again under their old index: counter mode with HMAC bears that, AES-GCM does not.</summary>
    internal static readonly IReadOnlyList<SrtpProfile> RepeatableProfiles =
        [SrtpProfile.AesCm128HmacSha1Tag80, SrtpProfile.AeadAes128Gcm, SrtpProfile.AeadAes256Gcm];

    /// <summary>Has the sessions of a context offer and choose these profiles, the best first.</summary>
    /// <exception cref="OpenSslException">OpenSSL refuses them.</exception>
    internal static unsafe void Prefer(SslContextHandle context, IEnumerable<SrtpProfile> profiles)
    {
        fixed (byte* names = Names(profiles))
        {
            Check(LibSsl.SSL_CTX_set_tlsext_use_srtp(context, names), "SSL_CTX_set_tlsext_use_srtp");
        }
    }

    /// <summary>Has one session offer and choose other profiles than its context's.</summary>
    /// <exception cref="OpenSslException">OpenSSL refuses them.</exception>
    internal static unsafe void Prefer(SslHandle ssl, IEnumerable<SrtpProfile> profiles)
    {
        fixed (byte* names = Names(profiles))
        {
            Check(LibSsl.SSL_set_tlsext_use_srtp(ssl, names), "SSL_set_tlsext_use_srtp");
        }
    }

    /// <summary>What was negotiated; null if nothing was.</summary>
    internal static unsafe SrtpProfile? Selected(SslHandle ssl)
    {
        LibSsl.SrtpProtectionProfile* selected = LibSsl.SSL_get_selected_srtp_profile(ssl);
        return selected is null ? null : (SrtpProfile)selected->Id.Value;
    }

    private static byte[] Names(IEnumerable<SrtpProfile> profiles) => [.. Encoding.ASCII.GetBytes(string.Join(':', profiles.Select(Name))), 0];

    // These two functions answer 0 for success.
    private static void Check(int result, string function)
    {
        if (result != 0)
        {
            throw new OpenSslException(function);
        }
    }

    private static string Name(SrtpProfile profile) => profile switch
    {
        SrtpProfile.AeadAes128Gcm => "SRTP_AEAD_AES_128_GCM",
        SrtpProfile.AeadAes256Gcm => "SRTP_AEAD_AES_256_GCM",
        SrtpProfile.AesCm128HmacSha1Tag80 => "SRTP_AES128_CM_SHA1_80",
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "This SRTP profile is not known."),
    };
}
