using Sfu.Dtls;

namespace Sfu.Sdp;

/// <summary>An <c>m=</c> section (RFC 8866 section 5.14) as far as WebRTC needs it.</summary>
/// <param name="Type">The media type as written: <c>audio</c>, <c>video</c>, <c>application</c>.</param>
/// <param name="Port">0 rejects the section, except together with <see cref="BundleOnly"/>.</param>
/// <param name="Protocol">Such as <c>UDP/TLS/RTP/SAVPF</c>.</param>
/// <param name="Formats">Payload types for RTP, in order of preference.</param>
public sealed record MediaDescription(string Type, int Port, string Protocol, IReadOnlyList<string> Formats)
{
    /// <summary>The kind, or null where it is neither audio nor video.</summary>
    public MediaKind? Kind => Type switch
    {
        "audio" => MediaKind.Audio,
        "video" => MediaKind.Video,
        _ => null,
    };

    /// <summary><c>a=mid</c> (RFC 5888), or null.</summary>
    public string? Mid { get; init; }

    /// <summary>The direction; <see cref="MediaDirection.SendReceive"/> where none is written (RFC 8866 section 6.7).</summary>
    public MediaDirection Direction { get; init; } = MediaDirection.SendReceive;

    /// <summary><c>a=bundle-only</c> (RFC 8843 section 6).</summary>
    public bool BundleOnly { get; init; }

    /// <summary><c>a=rtcp-mux</c> (RFC 5761) or <c>a=rtcp-mux-only</c> (RFC 8858).</summary>
    public bool RtcpMux { get; init; }

    /// <summary><c>a=rtcp-rsize</c> (RFC 5506).</summary>
    public bool RtcpReducedSize { get; init; }

    /// <summary><c>a=extmap-allow-mixed</c> at this or at session level (RFC 8285 section 6).</summary>
    public bool ExtmapAllowMixed { get; init; }

    /// <summary><c>a=ice-ufrag</c> (RFC 8839 section 5.4), or null.</summary>
    public string? IceUfrag { get; init; }

    /// <summary><c>a=ice-pwd</c> (RFC 8839 section 5.4), or null.</summary>
    public string? IcePassword { get; init; }

    /// <summary>
    /// What follows <c>a=candidate:</c>. Written only: an ICE-lite agent needs none of the peer's, and they are private, so that
    /// the parser drops them unread.
    /// </summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary><c>a=end-of-candidates</c> (RFC 8840 section 8.2). Written only, as <see cref="Candidates"/>.</summary>
    public bool EndOfCandidates { get; init; }

    /// <summary><c>a=fingerprint</c> (RFC 8122); those of a refused hash function are left out.</summary>
    public IReadOnlyList<DtlsFingerprint> Fingerprints { get; init; } = [];

    /// <summary><c>a=setup</c> (RFC 4145), or null.</summary>
    public SetupRole? Setup { get; init; }

    /// <summary>Whether <c>a=crypto</c> (RFC 4568) stands here. Its key is dropped unread.</summary>
    public bool KeysInSdp { get; init; }

    /// <summary><c>a=rtpmap</c> (RFC 8866 section 6.6).</summary>
    public IReadOnlyList<RtpMapping> RtpMappings { get; init; } = [];

    /// <summary><c>a=fmtp</c> (RFC 8866 section 6.15).</summary>
    public IReadOnlyList<FormatParameters> FormatParameters { get; init; } = [];

    /// <summary><c>a=rtcp-fb</c> (RFC 4585 section 4.2).</summary>
    public IReadOnlyList<FeedbackMapping> Feedback { get; init; } = [];

    /// <summary><c>a=extmap</c> (RFC 8285 section 8).</summary>
    public IReadOnlyList<HeaderExtensionMapping> HeaderExtensions { get; init; } = [];

    /// <summary><c>a=msid</c> (RFC 8830): the first one, or null.</summary>
    public MediaStreamIdentification? StreamIdentification { get; init; }

    /// <summary><c>a=ssrc</c> (RFC 5576 section 4.1), in order of first mention.</summary>
    public IReadOnlyList<SsrcDescription> Ssrcs { get; init; } = [];

    /// <summary><c>a=ssrc-group</c> (RFC 5576 section 4.2).</summary>
    public IReadOnlyList<SsrcGroup> SsrcGroups { get; init; } = [];

    /// <summary><c>a=rid</c> (RFC 8851).</summary>
    public IReadOnlyList<RidDescription> Rids { get; init; } = [];

    /// <summary><c>a=simulcast</c> (RFC 8853), or null.</summary>
    public SimulcastDescription? Simulcast { get; init; }
}
