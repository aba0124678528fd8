namespace Rtp;

/// <summary>What a datagram is by its first bytes (RFC 7983).</summary>
public enum PacketKind : byte
{
    /// <summary>None of the others, or too short to be any.</summary>
    Unknown,

    /// <summary>STUN (RFC 8489).</summary>
    Stun,

    /// <summary>A DTLS record (RFC 6347, RFC 9147).</summary>
    Dtls,

    /// <summary>TURN channel data (RFC 8656).</summary>
    TurnChannel,

    /// <summary>RTP or SRTP.</summary>
    Rtp,

    /// <summary>RTCP or SRTCP, told from RTP by its packet type (RFC 5761).</summary>
    Rtcp,
}
