namespace Sfu.Sdp;

/// <summary>RTCP feedback that both sides understand for a codec.</summary>
[Flags]
public enum RtcpFeedback
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>nack</c> (RFC 4585 section 6.2.1).</summary>
    Nack = 1,

    /// <summary><c>nack pli</c> (RFC 4585 section 6.3.1).</summary>
    NackPli = 2,

    /// <summary><c>ccm fir</c> (RFC 5104 section 4.3.1).</summary>
    CcmFir = 4,

    /// <summary><c>goog-remb</c> (draft-alvestrand-rmcat-remb).</summary>
    Remb = 8,

    /// <summary><c>transport-cc</c> (draft-holmer-rmcat-transport-wide-cc-extensions).</summary>
    TransportCc = 16,
}
