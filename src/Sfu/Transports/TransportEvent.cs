namespace Sfu.Transports;

/// <summary>What happened to a transport since it was asked last.</summary>
internal enum TransportEvent
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>ICE and DTLS are complete.</summary>
    Connected,

    /// <summary>Nothing arrives for the moment.</summary>
    Interrupted,

    /// <summary>Something arrives again.</summary>
    Resumed,

    /// <summary>It is over.</summary>
    Disconnected,
}
