namespace Sfu.Sdp;

/// <summary>Why a session description was refused.</summary>
public enum SdpErrorCode
{
    /// <summary>A limit of <see cref="SdpLimits"/> is exceeded.</summary>
    TooLarge,

    /// <summary>The text breaks the grammar of RFC 8866 or of a known attribute.</summary>
    Malformed,

    /// <summary>No audio or video section is offered.</summary>
    NoMedia,

    /// <summary>Several sections without a BUNDLE group (RFC 8843).</summary>
    NotBundled,

    /// <summary>A section of audio or video has no <c>a=mid</c> (RFC 5888).</summary>
    MissingMid,

    /// <summary>Two sections have the same <c>a=mid</c>.</summary>
    DuplicateMid,

    /// <summary>The BUNDLE group names a mid that no section has.</summary>
    UnknownBundleMid,

    /// <summary>RTP and RTCP are not multiplexed (RFC 5761).</summary>
    MissingRtcpMux,

    /// <summary>No usable <c>a=ice-ufrag</c> and <c>a=ice-pwd</c> (RFC 8839).</summary>
    MissingIceCredentials,

    /// <summary>Both sides are ICE-lite, so that nobody would start the checks (RFC 8445 section 2.5).</summary>
    IceLitePeer,

    /// <summary>No <c>a=fingerprint</c> with an accepted hash function (RFC 8122).</summary>
    MissingFingerprint,

    /// <summary>Keys are exchanged in the SDP itself (<c>a=crypto</c>, RFC 4568) and not by DTLS.</summary>
    KeysInSdp,

    /// <summary>An <c>a=setup</c> that leaves nobody to start DTLS (RFC 4145).</summary>
    UnsupportedSetup,

    /// <summary>No section has a codec that this server forwards.</summary>
    NoCommonCodec,

    /// <summary>An SSRC or a payload type has two meanings within the BUNDLE group (RFC 8843 section 9.1).</summary>
    Ambiguous,

    /// <summary>A later offer drops, reorders or renames sections of the session (RFC 8829 section 5.2.2).</summary>
    SectionsChanged,
}
