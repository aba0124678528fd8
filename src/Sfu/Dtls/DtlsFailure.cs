namespace Sfu.Dtls;

/// <summary>Why a <see cref="DtlsSession"/> failed.</summary>
public enum DtlsFailure
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>The peer did not answer the last repetition of a flight.</summary>
    TimedOut,

    /// <summary>The peer sent what the protocol forbids, or shares no version, cipher or group with us.</summary>
    HandshakeFailed,

    /// <summary>The peer ended the handshake or the session by a fatal alert.</summary>
    PeerAlert,

    /// <summary>The peer shares no SRTP protection profile with us (RFC 5764 section 4.1).</summary>
    NoSrtpProfile,

    /// <summary>The peer's certificate is not the one that its <c>a=fingerprint</c> named (RFC 8122 section 6.2).</summary>
    FingerprintMismatch,
}
