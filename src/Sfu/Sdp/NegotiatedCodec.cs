namespace Sfu.Sdp;

/// <summary>A codec that both sides take, by the offer's payload types.</summary>
/// <param name="PayloadType">0 to 127.</param>
/// <param name="Name">The encoding name, spelt as in <see cref="AnswerOptions"/>.</param>
/// <param name="ClockRate">Hertz.</param>
/// <param name="Channels">Audio channels; 1 for video.</param>
/// <param name="Fmtp">The answer's format parameters; empty for none.</param>
/// <param name="Format">
/// Name and those parameters that a forwarder cannot change, such as <c>H264/constrained-baseline</c>: a stream can be forwarded
/// from one participant to another where both have a codec of the same format.
/// </param>
/// <param name="Feedback">RTCP feedback for the codec.</param>
/// <param name="RtxPayloadType">The payload type of its retransmissions (RFC 4588), or null.</param>
/// <param name="RedPayloadType">The payload type of its redundancy (RFC 2198), or null.</param>
public sealed record NegotiatedCodec(
    int PayloadType,
    string Name,
    int ClockRate,
    int Channels,
    string Fmtp,
    string Format,
    RtcpFeedback Feedback,
    int? RtxPayloadType,
    int? RedPayloadType);
