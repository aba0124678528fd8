namespace Sfu.Sdp;

/// <summary>The RTP header extensions that this server takes.</summary>
public static class HeaderExtensionUri
{
    /// <summary>The section that a packet belongs to (RFC 8843 section 15).</summary>
    public const string Mid = "urn:ietf:params:rtp-hdrext:sdes:mid";

    /// <summary>The simulcast stream that a packet belongs to (RFC 8852 section 4.1).</summary>
    public const string Rid = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";

    /// <summary>The simulcast stream that a retransmission belongs to (RFC 8852 section 4.2).</summary>
    public const string RepairedRid = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";

    /// <summary>Client-to-mixer audio level (RFC 6464).</summary>
    public const string AudioLevel = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

    /// <summary>Transport-wide sequence numbers (draft-holmer-rmcat-transport-wide-cc-extensions-01).</summary>
    public const string TransportWideCc = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    /// <summary>Absolute send time.</summary>
    public const string AbsoluteSendTime = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";

    /// <summary>Coordination of video orientation (3GPP TS 26.114).</summary>
    public const string VideoOrientation = "urn:3gpp:video-orientation";

    /// <summary>Limits of the receiver's playout delay.</summary>
    public const string PlayoutDelay = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";

    /// <summary>Absolute capture time.</summary>
    public const string AbsoluteCaptureTime = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";

    /// <summary>Whether a picture is of a camera or of a screen.</summary>
    public const string VideoContentType = "http://www.webrtc.org/experiments/rtp-hdrext/video-content-type";

    /// <summary>The Dependency Descriptor of scalable video (AV1 RTP specification, appendix A).</summary>
    public const string DependencyDescriptor =
        "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Mid, Rid, RepairedRid, AudioLevel, TransportWideCc, AbsoluteSendTime, VideoOrientation, PlayoutDelay, AbsoluteCaptureTime,
        VideoContentType, DependencyDescriptor,
    ];
}
