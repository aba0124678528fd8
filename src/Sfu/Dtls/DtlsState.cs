namespace Sfu.Dtls;

/// <summary>
/// Where a <see cref="DtlsSession"/> stands: <c>New -> Handshaking -> Connected -> Closed</c>, or <c>Failed</c> from any but the last.
/// </summary>
public enum DtlsState
{
    /// <summary>Nothing sent or received.</summary>
    New,

    /// <summary>Flights are exchanged.</summary>
    Handshaking,

    /// <summary>The handshake is complete, the peer's certificate matches its fingerprint, keys are there.</summary>
    Connected,

    /// <summary>Over by an error; everything that arrives is ignored.</summary>
    Failed,

    /// <summary>Over by a close_notify of either side.</summary>
    Closed,
}
