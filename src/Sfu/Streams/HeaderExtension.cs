namespace Sfu.Streams;

/// <summary>The RTP header extensions that the engine knows (their URIs are in <see cref="Rtp.HeaderExtensions.HeaderExtensionUri"/>).</summary>
internal enum HeaderExtension : byte
{
    /// <summary>An identifier without a known extension.</summary>
    None,

    /// <summary>The media section (RFC 8843 section 15).</summary>
    Mid,

    /// <summary>The simulcast layer (RFC 8852).</summary>
    RtpStreamId,

    /// <summary>The simulcast layer that a retransmission repairs (RFC 8852).</summary>
    RepairedRtpStreamId,

    /// <summary>The number that transport-wide feedback refers to.</summary>
    TransportSequenceNumber,

    /// <summary>When the sender sent the packet; of no use beyond this hop.</summary>
    AbsoluteSendTime,

    /// <summary>How loud the packet is (RFC 6464). This and all below are passed on to subscribers as they came.</summary>
    AudioLevel,

    /// <summary>How the picture is to be turned (3GPP TS 26.114).</summary>
    VideoOrientation,

    /// <summary>Bounds for the receiver's jitter buffer.</summary>
    PlayoutDelay,

    /// <summary>When the sample was captured.</summary>
    AbsoluteCaptureTime,

    /// <summary>Camera or screen.</summary>
    VideoContentType,

    /// <summary>How frames depend on each other (AV1 RTP specification, appendix A).</summary>
    DependencyDescriptor,
}
