using Sfu.Dtls;

namespace Sfu.Sdp;

/// <summary>Gathers the attributes of a section, or of the session, while the parser reads them.</summary>
internal sealed class AttributeSet
{
    private readonly List<DtlsFingerprint> _fingerprints = [];
    private readonly List<RtpMapping> _rtpMappings = [];
    private readonly List<FormatParameters> _formatParameters = [];
    private readonly List<FeedbackMapping> _feedback = [];
    private readonly List<HeaderExtensionMapping> _headerExtensions = [];
    private readonly List<uint> _ssrcs = [];
    private readonly Dictionary<uint, string> _cnames = [];
    private readonly List<SsrcGroup> _ssrcGroups = [];
    private readonly List<RidDescription> _rids = [];
    private string? _mid;
    private MediaDirection? _direction;
    private SetupRole? _setup;
    private string? _iceUfrag;
    private string? _icePassword;
    private bool _bundleOnly;
    private bool _rtcpMux;
    private bool _rtcpReducedSize;
    private bool _keysInSdp;
    private MediaStreamIdentification? _streamIdentification;
    private SimulcastDescription? _simulcast;

    /// <summary>Whether <c>a=extmap-allow-mixed</c> was read.</summary>
    public bool ExtmapAllowMixed { get; private set; }

    /// <summary>
    /// Takes an attribute; false where it is known and malformed or one too many. Unknown ones are ignored (RFC 8866 section 5.13).
    /// </summary>
    public bool TryAdd(ReadOnlySpan<char> name, ReadOnlySpan<char> value) => name switch
    {
        "mid" => TrySetVisible(ref _mid, value, SdpLimits.Identifier),
        "ice-ufrag" => TrySetVisible(ref _iceUfrag, value, SdpLimits.IceCredential),
        "ice-pwd" => TrySetVisible(ref _icePassword, value, SdpLimits.IceCredential),
        "fingerprint" => TryAddFingerprint(value),
        "setup" => (_setup = SdpGrammar.TrySetup(value)) is not null,
        "sendrecv" or "sendonly" or "recvonly" or "inactive" => (_direction = MediaDirectionExtensions.TryParse(name)) is not null,
        "bundle-only" => _bundleOnly = true,
        "rtcp-mux" or "rtcp-mux-only" => _rtcpMux = true,
        "rtcp-rsize" => _rtcpReducedSize = true,
        "extmap-allow-mixed" => ExtmapAllowMixed = true,
        "crypto" => _keysInSdp = true,
        "rtpmap" => SdpGrammar.TryRtpMapping(value, out RtpMapping? mapping) && TryAppend(_rtpMappings, mapping),
        "fmtp" => SdpGrammar.TryFormatParameters(value, out FormatParameters? parameters) && TryAppend(_formatParameters, parameters),
        "rtcp-fb" => SdpGrammar.TryFeedback(value, out FeedbackMapping? feedback)
            && TryAppend(_feedback, feedback, SdpLimits.FeedbackPerSection),
        "extmap" => SdpGrammar.TryHeaderExtension(value, out HeaderExtensionMapping? extension) && TryAppend(_headerExtensions, extension),
        "msid" => _streamIdentification is not null || SdpGrammar.TryStreamIdentification(value, out _streamIdentification),
        "ssrc" => SdpGrammar.TrySsrc(value, out SsrcDescription? ssrc) && TryAddSsrc(ssrc),
        "ssrc-group" => SdpGrammar.TrySsrcGroup(value, out SsrcGroup? group) && TryAppend(_ssrcGroups, group),
        "rid" => SdpGrammar.TryRid(value, out RidDescription? rid) && TryAppend(_rids, rid),
        "simulcast" => SdpGrammar.TrySimulcast(value, out _simulcast),
        _ => true,
    };

    /// <summary>Completes a section with what it has and what it inherits.</summary>
    public MediaDescription Complete(MediaDescription media, AttributeSet session) => media with
    {
        Mid = _mid,
        Direction = _direction ?? session._direction ?? MediaDirection.SendReceive,
        BundleOnly = _bundleOnly,
        RtcpMux = _rtcpMux,
        RtcpReducedSize = _rtcpReducedSize,
        ExtmapAllowMixed = ExtmapAllowMixed || session.ExtmapAllowMixed,
        IceUfrag = _iceUfrag ?? session._iceUfrag,
        IcePassword = _icePassword ?? session._icePassword,
        Fingerprints = _fingerprints.Count > 0 ? _fingerprints : session._fingerprints,
        Setup = _setup ?? session._setup,
        KeysInSdp = _keysInSdp,
        RtpMappings = _rtpMappings,
        FormatParameters = _formatParameters,
        Feedback = _feedback,
        HeaderExtensions = [.. session._headerExtensions, .. _headerExtensions],
        StreamIdentification = _streamIdentification,
        Ssrcs = [.. _ssrcs.Select(ssrc => new SsrcDescription(ssrc, _cnames.GetValueOrDefault(ssrc)))],
        SsrcGroups = _ssrcGroups,
        Rids = _rids,
        Simulcast = _simulcast,
    };

    private static bool TrySetVisible(ref string? field, ReadOnlySpan<char> value, int maximumLength)
    {
        field = value.ToString();
        return SdpToken.IsVisible(value, maximumLength);
    }

    private static bool TryAppend<T>(List<T> list, T item, int limit = SdpLimits.EntriesPerSection)
    {
        list.Add(item);
        return list.Count <= limit;
    }

    private bool TryAddFingerprint(ReadOnlySpan<char> value) => DtlsFingerprint.TryParse(value, out DtlsFingerprint? fingerprint) switch
    {
        DtlsFingerprintError.None => TryAppend(_fingerprints, fingerprint!),
        DtlsFingerprintError.RefusedHash => true,
        _ => false,
    };

    private bool TryAddSsrc(SsrcDescription ssrc)
    {
        if (ssrc.Cname is { } cname)
        {
            _cnames.TryAdd(ssrc.Ssrc, cname);
        }

        return _ssrcs.Contains(ssrc.Ssrc) || TryAppend(_ssrcs, ssrc.Ssrc);
    }
}
