using System.Diagnostics.CodeAnalysis;

namespace Sfu.Sdp;

/// <summary>Reads the peer's end of the transport from an offer and chooses our DTLS role.</summary>
internal static class TransportNegotiator
{
    // RFC 8839 section 5.4.
    private const int MinimumUfragLength = 4;
    private const int MinimumPasswordLength = 22;

    /// <summary>Reads the transport; false where it lacks what this server needs.</summary>
    public static bool TryRead(
        SessionDescription offer,
        BundleGroup group,
        [NotNullWhen(true)] out RemoteTransport? transport,
        [NotNullWhen(false)] out SdpError? error)
    {
        transport = null;
        MediaDescription tagged = group.Tagged;
        error = Fault(offer, group);
        if (error is not null)
        {
            return false;
        }

        transport = new RemoteTransport(tagged.IceUfrag!, tagged.IcePassword!, tagged.Fingerprints, tagged.Setup ?? SetupRole.ActPass);
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

    private static SdpError? Fault(SessionDescription offer, BundleGroup group)
    {
        MediaDescription tagged = group.Tagged;
        string section = $"section '{tagged.Type}'";
        if (offer.IceLite)
        {
            return Error(SdpErrorCode.IceLitePeer, "The offer says ice-lite, and so is this server; one side has to be a full ICE agent.");
        }

        // A bundle-only section has no port of its own on which RTCP could go apart.
        if (offer.Media.FirstOrDefault(m => group.Carries(m) && m is { Kind: not null, RtcpMux: false, BundleOnly: false }) is { } unmuxed)
        {
            return Error(
                SdpErrorCode.MissingRtcpMux,
                $"The offer has no rtcp-mux on section '{unmuxed.Type}'; this server needs it (set rtcpMuxPolicy to 'require').");
        }

        if (tagged.Fingerprints.Count == 0)
        {
            return tagged.KeysInSdp
                ? Error(
                    SdpErrorCode.KeysInSdp,
                    $"The offer has keys (a=crypto) on {section} and no a=fingerprint; this server exchanges keys by DTLS-SRTP only.")
                : Error(SdpErrorCode.MissingFingerprint, $"The offer has no a=fingerprint with sha-256, sha-384 or sha-512 for {section}.");
        }

        if (tagged.IceUfrag is not { Length: >= MinimumUfragLength } || tagged.IcePassword is not { Length: >= MinimumPasswordLength })
        {
            return Error(
                SdpErrorCode.MissingIceCredentials,
                $"The offer has no a=ice-ufrag of at least {MinimumUfragLength} "
                + $"and a=ice-pwd of at least {MinimumPasswordLength} characters for {section}.");
        }

        return tagged.Setup == SetupRole.HoldConn
            ? Error(SdpErrorCode.UnsupportedSetup, $"The offer says a=setup:holdconn for {section}; offer a=setup:actpass.")
            : null;
    }

    private static SdpError Error(SdpErrorCode code, string message) => new(code, null, message);
}
