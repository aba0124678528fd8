using Sfu.Sdp;

namespace Sfu.Streams;

/// <summary>What a payload type stands for on one transport.</summary>
/// <param name="Number">0 to 127.</param>
/// <param name="Kind">Sound or pictures.</param>
/// <param name="Format">How the payload is laid out.</param>
/// <param name="Codec">Two payload types of two transports carry the same when these are equal: name, clock rate, channels and profile.</param>
/// <param name="ClockRate">Units a second of the timestamp.</param>
/// <param name="Retransmits">For RTX (RFC 4588) the payload type whose packets it repeats, else -1.</param>
/// <param name="RetransmittedBy">The RTX payload type that repeats its packets, or -1.</param>
/// <param name="Carries">For RED (RFC 2198) the payload type of its blocks, else -1.</param>
/// <param name="CarriedBy">The RED payload type whose packets can hold its payloads, or -1.</param>
/// <param name="Nack">Whether lost packets may be asked for (<c>a=rtcp-fb nack</c>).</param>
/// <param name="KeyframeRequest">How a keyframe is asked for.</param>
internal sealed record PayloadType(
    byte Number,
    MediaKind Kind,
    PayloadFormat Format,
    string Codec,
    int ClockRate,
    int Retransmits,
    int RetransmittedBy,
    int Carries,
    int CarriedBy,
    bool Nack,
    KeyframeRequestForm KeyframeRequest)
{
    /// <summary>Enters a negotiated codec and its retransmissions in a map.</summary>
    public static void Register(NegotiatedCodec codec, MediaKind kind, PayloadTypeMap map)
    {
        KeyframeRequestForm keyframes = codec.Feedback.HasFlag(RtcpFeedback.NackPli) ? KeyframeRequestForm.PictureLossIndication
            : codec.Feedback.HasFlag(RtcpFeedback.CcmFir) ? KeyframeRequestForm.FullIntraRequest
            : KeyframeRequestForm.None;
        bool nack = codec.Feedback.HasFlag(RtcpFeedback.Nack);
        map.Add(new PayloadType(
            (byte)codec.PayloadType,
            kind,
            FormatOf(codec.Name),
            codec.Format,
            codec.ClockRate,
            -1,
            codec.RtxPayloadType ?? -1,
            -1,
            codec.RedPayloadType ?? -1,
            nack,
            keyframes));
        if (codec.RtxPayloadType is int rtx)
        {
            map.Add(new PayloadType(
                (byte)rtx, kind, PayloadFormat.Opaque, "rtx", codec.ClockRate, codec.PayloadType, -1, -1, -1, false, KeyframeRequestForm.None));
        }

        if (codec.RedPayloadType is int red)
        {
            map.Add(new PayloadType(
                (byte)red, kind, PayloadFormat.Red, "red", codec.ClockRate, -1, -1, codec.PayloadType, -1, nack, KeyframeRequestForm.None));
        }
    }

    private static PayloadFormat FormatOf(string name) => name.ToUpperInvariant() switch
    {
        "OPUS" => PayloadFormat.Opus,
        "VP8" => PayloadFormat.Vp8,
        "VP9" => PayloadFormat.Vp9,
        "H264" => PayloadFormat.H264,
        "AV1" => PayloadFormat.Av1,
        _ => PayloadFormat.Opaque,
    };
}
