namespace Rtp.Srtp;

/// <summary>What became of a packet. Everything but <see cref="Ok"/> leaves the packet and all state as they were.</summary>
public enum SrtpStatus
{
    /// <summary>The packet was protected, or authenticated and deciphered.</summary>
    Ok,

    /// <summary>
    /// The lengths contradict one another: shorter than its headers and tag, longer than 65,535 bytes, or (sending) of another SSRC
    /// than the stream's.
    /// </summary>
    Malformed,

    /// <summary>Sending: the destination has no room for header, payload and trailer.</summary>
    BufferTooSmall,

    /// <summary>
    /// Receiving: this packet was accepted before. Sending: this index was used before; using it again would break the cipher.
    /// </summary>
    Replayed,

    /// <summary>Further behind the newest packet than the replay window reaches, so that a replay could not be told.</summary>
    TooOld,

    /// <summary>The tag is not that of this packet under this key: forged, damaged, or of another session.</summary>
    AuthenticationFailed,

    /// <summary>
    /// The packet says that it is from a new source, and as many sources as were allowed are known already. It was not authenticated.
    /// </summary>
    TooManySources,

    /// <summary>
    /// The key has protected as many packets as it may: 2^48 RTP or 2^31 RTCP (RFC 3711 section 9.2). New keys are needed.
    /// </summary>
    KeyExhausted,
}
