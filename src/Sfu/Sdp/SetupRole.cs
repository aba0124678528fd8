namespace Sfu.Sdp;

/// <summary>Who starts the DTLS handshake (<c>a=setup</c>, RFC 4145 section 4 and RFC 8842 section 5.2).</summary>
public enum SetupRole
{
    /// <summary>Either; the answer decides.</summary>
    ActPass,

    /// <summary>The author is the DTLS client.</summary>
    Active,

    /// <summary>The author is the DTLS server.</summary>
    Passive,

    /// <summary>Nobody for now.</summary>
    HoldConn,
}
