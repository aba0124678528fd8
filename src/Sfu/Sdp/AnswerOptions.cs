using Sfu.Admission;
using Sfu.Dtls;

namespace Sfu.Sdp;

/// <summary>The server's side of an answer.</summary>
public sealed record AnswerOptions
{
    /// <summary>The <c>o=</c> session id of a first answer, 1 to 19 digits; later answers repeat it.</summary>
    public required string SessionId { get; init; }

    /// <summary>The local user name fragment: 4 to 256 ice-chars (RFC 8839 section 5.4).</summary>
    public required string IceUfrag { get; init; }

    /// <summary>The local ICE password: 22 to 256 ice-chars (RFC 8839 section 5.4).</summary>
    public required string IcePassword { get; init; }

    /// <summary>The hash of the local certificate for a first answer; later answers repeat it.</summary>
    public required DtlsFingerprint Fingerprint { get; init; }

    /// <summary>What follows <c>a=candidate:</c>, one entry for each host candidate (RFC 8839 section 5.1).</summary>
    public required IReadOnlyList<string> Candidates { get; init; }

    /// <summary>Makes a random SSRC; asked again where the number is taken.</summary>
    public required Func<uint> AllocateSsrc { get; init; }

    /// <summary>What the participant may do.</summary>
    public ParticipantRights Rights { get; init; } = ParticipantRights.All;

    /// <summary>Encoding names of the audio codecs to forward, the preferred one first.</summary>
    public IReadOnlyList<string> AudioCodecs { get; init; } = ["opus"];

    /// <summary>Encoding names of the video codecs to forward, the preferred one first.</summary>
    public IReadOnlyList<string> VideoCodecs { get; init; } = ["VP8", "VP9", "H264", "AV1"];

    /// <summary>Whether audio is sent with redundancy (RED, RFC 2198) where it is offered.</summary>
    public bool UseAudioRedundancy { get; init; }

    /// <summary>Names the type only: the members hold a password and addresses.</summary>
    public override string ToString() => nameof(AnswerOptions);
}
