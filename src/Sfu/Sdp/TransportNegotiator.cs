using System.Diagnostics.CodeAnalysis;

namespace Sfu.Sdp;

/// <summary>Reads the peer's end of the transport from an offer and chooses our DTLS role.</summary>
internal static class TransportNegotiator
{
    // RFC 8839 section 5.4.
    private const int MinimumUfragLength = 4;
    private const int MinimumPasswordLength = 22;

    // RFC 8122 section 5 forbids MD2 and MD5 and keeps SHA-1 only for old peers.
    private static readonly string[] HashFunctions = ["sha-256", "sha-384", "sha-512"];

    /// <summary>Reads the transport; false where it lacks what this server needs.</summary>
    public static bool TryRead(
        SessionDescription offer,
        MediaDescription tagged,
        [NotNullWhen(true)] out RemoteTransport? transport,
        [NotNullWhen(false)] out SdpError? error)
    {
        transport = null;
        error = Fault(offer, tagged);
        if (error is not null)
        {
            return false;
        }

        transport = new RemoteTransport(
            tagged.IceUfrag!,
            tagged.IcePassword!,
            [.. tagged.Fingerprints.Where(IsAccepted)],
            tagged.Setup ?? SetupRole.ActPass);
        return true;
    }

    /// <summary>
    /// Our role: the server, except for a peer that can only be that. A running association keeps its roles (RFC 8842 section 5.5).
    /// </summary>
    public static SetupRole LocalSetup(SetupRole offered, NegotiatedSession? previous) => offered switch
    {
        SetupRole.ActPass when previous is not null => previous.LocalSetup,
        SetupRole.Passive => SetupRole.Active,
        _ => SetupRole.Passive,
    };

    private static SdpError? Fault(SessionDescription offer, MediaDescription tagged)
    {
        string section = $"section '{tagged.Type}'";
        if (offer.IceLite)
        {
            return new SdpError(
                SdpErrorCode.IceLitePeer,
                null,
                "The offer says ice-lite, and so is this server; one side has to be a full ICE agent.");
        }

        if (!tagged.RtcpMux)
        {
            return new SdpError(
                SdpErrorCode.MissingRtcpMux,
                null,
                $"The offer has no rtcp-mux on {section}; this server needs it (set rtcpMuxPolicy to 'require').");
        }

        if (!tagged.Fingerprints.Any(IsAccepted))
        {
            return tagged.KeysInSdp
                ? new SdpError(SdpErrorCode.KeysInSdp, null, $"The offer has keys (a=crypto) on {section} and no a=fingerprint; this server exchanges keys by DTLS-SRTP only.")
                : new SdpError(SdpErrorCode.MissingFingerprint, null, $"The offer has no a=fingerprint with {string.Join(", ", HashFunctions)} for {section}.");
        }

        if (tagged.IceUfrag is not { Length: >= MinimumUfragLength } || tagged.IcePassword is not { Length: >= MinimumPasswordLength })
        {
            return new SdpError(
                SdpErrorCode.MissingIceCredentials,
                null,
                $"The offer has no a=ice-ufrag of at least {MinimumUfragLength} and a=ice-pwd of at least {MinimumPasswordLength} characters for {section}.");
        }

        return tagged.Setup == SetupRole.HoldConn
            ? new SdpError(SdpErrorCode.UnsupportedSetup, null, $"The offer says a=setup:holdconn for {section}; offer a=setup:actpass.")
            : null;
    }

    private static bool IsAccepted(DtlsFingerprint fingerprint) => HashFunctions.Contains(fingerprint.Algorithm);
}
