namespace Sfu.Net;

/// <summary>What carries a datagram.</summary>
public enum TransportProtocol : byte
{
    /// <summary>UDP.</summary>
    Udp,

    /// <summary>A TCP connection with RFC 4571 framing.</summary>
    Tcp,
}
