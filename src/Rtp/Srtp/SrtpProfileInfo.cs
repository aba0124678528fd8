namespace Rtp.Srtp;

/// <summary>The lengths, in bytes, that belong to an <see cref="SrtpProfile"/>.</summary>
public static class SrtpProfileInfo
{
    /// <summary>The E flag and the SRTCP index that end an SRTCP packet's protected part (RFC 3711 section 3.4).</summary>
    internal const int RtcpIndexLength = 4;

    extension(SrtpProfile profile)
    {
        /// <summary>Whether the profile is one that this library knows.</summary>
        public bool IsKnown => profile is SrtpProfile.AesCm128HmacSha1Tag80 or SrtpProfile.AeadAes128Gcm or SrtpProfile.AeadAes256Gcm;

        /// <summary>Whether the profile is an AEAD one (RFC 7714): a packet index used for two packets gives its authentication key away (section 8).</summary>
        public bool IsAead => profile != SrtpProfile.AesCm128HmacSha1Tag80;

        /// <summary>Master key, and session encryption key: 16 or 32.</summary>
        public int KeyLength => profile == SrtpProfile.AeadAes256Gcm ? 32 : 16;

        /// <summary>Master salt, and session salt: 12 (RFC 7714 section 12) or 14 (RFC 3711 section 8.2).</summary>
        public int SaltLength => profile.IsAead ? 12 : 14;

        /// <summary>Authentication tag: 16 or 10. A protected RTP packet is longer than the plain one by this.</summary>
        public int TagLength => profile.IsAead ? 16 : 10;

        /// <summary>What protection adds to an RTCP packet: the tag and the word with E flag and index.</summary>
        public int RtcpOverhead => profile.TagLength + RtcpIndexLength;
    }
}
