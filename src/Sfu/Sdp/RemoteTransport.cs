using Sfu.Dtls;

namespace Sfu.Sdp;

/// <summary>The peer's end of the one transport that carries all sections.</summary>
/// <param name="IceUfrag">Its user name fragment.</param>
/// <param name="IcePassword">Its ICE password.</param>
/// <param name="Fingerprints">Its certificate's hashes; one that matches is enough (RFC 8122 section 5).</param>
/// <param name="Setup">Its role in the DTLS handshake, as offered.</param>
public sealed record RemoteTransport(string IceUfrag, string IcePassword, IReadOnlyList<DtlsFingerprint> Fingerprints, SetupRole Setup)
{
    /// <summary>Names the type only: the members hold a password.</summary>
    public override string ToString() => nameof(RemoteTransport);
}
