namespace Sfu.Sdp;

/// <summary>What a later offer means for the transport.</summary>
public enum TransportChange
{
    /// <summary>The same transport goes on.</summary>
    None,

    /// <summary>
    /// New ICE credentials for the same peer connection (RFC 8839 section 4.4.3): the answer needs new ones, too, and the DTLS
    /// association and its keys go on.
    /// </summary>
    IceRestart,

    /// <summary>Another peer connection: its ICE, DTLS and sections begin anew.</summary>
    New,
}
