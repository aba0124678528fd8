namespace Sfu;

/// <summary>Why a datagram that arrived changed nothing.</summary>
public enum DropReason
{
    /// <summary>Neither STUN nor DTLS nor RTP (RFC 7983).</summary>
    Unrecognized,

    /// <summary>Media or DTLS from an address that has not authenticated itself by ICE.</summary>
    UnknownSource,

    /// <summary>STUN that is malformed, or names no participant.</summary>
    StunUnknown,

    /// <summary>STUN that names a participant and was refused: a wrong password, most often.</summary>
    StunRefused,

    /// <summary>SRTP or SRTCP whose lengths contradict one another, or whose header is no RTP header.</summary>
    SrtpMalformed,

    /// <summary>SRTP or SRTCP that was received before, or is so old that this cannot be told (RFC 3711 section 3.3.2).</summary>
    SrtpReplayed,

    /// <summary>SRTP or SRTCP with a wrong tag: forged, damaged, or of another session.</summary>
    SrtpUnauthentic,

    /// <summary>SRTP or SRTCP that there is no key for yet or any more, or of one source too many.</summary>
    SrtpRefused,

    /// <summary>The worker's packet memory was used up.</summary>
    OutOfMemory,
}
