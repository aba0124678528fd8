using Sfu.Dtls;

namespace Sfu.Sdp;

/// <summary>All that offer and answer agree on, as plain data.</summary>
public sealed record NegotiatedSession
{
    /// <summary>The peer's <c>o=</c> session id.</summary>
    public required string RemoteSessionId { get; init; }

    /// <summary>The peer's end of the transport.</summary>
    public required RemoteTransport Remote { get; init; }

    /// <summary>The answer's <c>o=</c> session id, the same for all answers of the session (RFC 8829 section 5.3.2).</summary>
    public required string LocalSessionId { get; init; }

    /// <summary>Our certificate's hash: that of the first answer, under which the DTLS association goes on.</summary>
    public required DtlsFingerprint LocalFingerprint { get; init; }

    /// <summary>Our role in DTLS: <see cref="SetupRole.Active"/> (client) or <see cref="SetupRole.Passive"/> (server).</summary>
    public required SetupRole LocalSetup { get; init; }

    /// <summary>The answer's <c>o=</c> version: 1 for the first answer, one more for each later one (RFC 8829 section 5.3.2).</summary>
    public required int AnswerVersion { get; init; }

    /// <summary>The sections, in the offer's order.</summary>
    public required IReadOnlyList<NegotiatedSection> Sections { get; init; }

    /// <summary>The receive slots, in order.</summary>
    public required IReadOnlyList<SlotDescription> Slots { get; init; }

    /// <summary>
    /// Whether the peer sends lost packets of something again as they were: it may be asked for them (<c>nack</c>), and there is no RTX for it. So browsers do
    /// with sound.
    /// </summary>
    public bool RepeatsPackets => Sections.Any(section => section.CanReceiveFromPeer
        && section.Codecs.Any(codec => codec.Feedback.HasFlag(RtcpFeedback.Nack) && codec.RtxPayloadType is null));

    /// <summary>The answer.</summary>
    public required string AnswerSdp { get; init; }

    /// <summary>
    /// What an offer means for the transport, told by certificate, ICE credentials and <c>o=</c> session id. A faulty offer counts as
    /// <see cref="TransportChange.New"/>.
    /// </summary>
    public TransportChange ChangeBy(SessionDescription offer)
    {
        if (!BundleGroup.TryFind(offer, out BundleGroup? group, out _)
            || !TransportNegotiator.TryRead(offer, group, out RemoteTransport? transport, out _)
            || !Texts(transport).SequenceEqual(Texts(Remote)))
        {
            return TransportChange.New;
        }

        if (transport.IceUfrag == Remote.IceUfrag && transport.IcePassword == Remote.IcePassword)
        {
            return TransportChange.None;
        }

        return offer.Origin.SessionId == RemoteSessionId ? TransportChange.IceRestart : TransportChange.New;
    }

    /// <summary>The id of a slot's MediaStream and the canonical name (RTCP SDES CNAME, RFC 7022) of its two sources.</summary>
    public static string SlotStreamId(int slot) => $"slot-{slot}";

    private static IEnumerable<string> Texts(RemoteTransport transport) =>
        transport.Fingerprints.Select(fingerprint => fingerprint.ToString());

    /// <summary>Names the type only: the members hold passwords.</summary>
    public override string ToString() => nameof(NegotiatedSession);
}
