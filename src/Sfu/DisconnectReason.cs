namespace Sfu;

/// <summary>Why a participant's transport ended.</summary>
public enum DisconnectReason
{
    /// <summary>ICE or DTLS did not complete in time.</summary>
    ConnectTimeout,

    /// <summary>The DTLS handshake failed.</summary>
    DtlsFailed,

    /// <summary>The peer's certificate is not the one that its SDP named.</summary>
    FingerprintMismatch,

    /// <summary>Nothing authenticated arrived any more (in the manner of RFC 7675).</summary>
    ConsentTimeout,

    /// <summary>The client closed the transport (DTLS close_notify).</summary>
    ClosedByPeer,
}
