namespace Sfu.Dtls;

/// <summary>Which side of the handshake (RFC 5763 section 5).</summary>
public enum DtlsRole
{
    /// <summary>Waits for the ClientHello: we answered <c>a=setup:passive</c>, the usual case.</summary>
    Server,

    /// <summary>Sends the ClientHello: the offer said <c>a=setup:passive</c>.</summary>
    Client,
}
