namespace Rtp.HeaderExtensions;

/// <summary>The names by which <c>a=extmap</c> negotiates header extensions (RFC 8285 section 5).</summary>
public static class HeaderExtensionUri
{
    /// <summary><see cref="HeaderExtensions.AudioLevel"/> (RFC 6464).</summary>
    public const string AudioLevel = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

    /// <summary><see cref="HeaderExtensions.TransportSequenceNumber"/> (draft-holmer-rmcat-transport-wide-cc-extensions-01).</summary>
    public const string TransportSequenceNumber = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    /// <summary><see cref="HeaderExtensions.AbsoluteSendTime"/>.</summary>
    public const string AbsoluteSendTime = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";

    /// <summary>When what a packet carries was captured, by its publisher's clock.</summary>
    public const string AbsoluteCaptureTime = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";

    /// <summary>How a picture is to be turned (3GPP TS 26.114).</summary>
    public const string VideoOrientation = "urn:3gpp:video-orientation";

    /// <summary><see cref="HeaderExtensions.PlayoutDelay"/>.</summary>
    public const string PlayoutDelay = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";

    /// <summary>Whether pictures show a screen.</summary>
    public const string VideoContentType = "http://www.webrtc.org/experiments/rtp-hdrext/video-content-type";

    /// <summary>The media section's identification, a <see cref="StreamIdentifier"/> (RFC 9143 section 15).</summary>
    public const string Mid = "urn:ietf:params:rtp-hdrext:sdes:mid";

    /// <summary>The stream's identification within its section, a <see cref="StreamIdentifier"/> (RFC 8852 section 3.1).</summary>
    public const string RtpStreamId = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";

    /// <summary>On a retransmission stream: which stream it repairs, a <see cref="StreamIdentifier"/> (RFC 8852 section 3.2).</summary>
    public const string RepairedRtpStreamId = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";

    /// <summary>The Dependency Descriptor (AV1 RTP payload format, appendix A).</summary>
    public const string DependencyDescriptor =
        "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";
}
