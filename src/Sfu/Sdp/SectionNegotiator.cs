using Sfu.Admission;

namespace Sfu.Sdp;

/// <summary>Agrees on the sections of an offer, in order; slots and SSRCs come later.</summary>
internal sealed class SectionNegotiator(BundleGroup group, AnswerOptions options)
{
    private const int MaximumSimulcastStreams = 3;
    private readonly HeaderExtensionNegotiator _extensions = new();

    /// <summary>What is agreed for an offered section; rejected where it cannot be carried or has no codec of ours.</summary>
    public NegotiatedSection Negotiate(MediaDescription offer)
    {
        IReadOnlyList<NegotiatedCodec> codecs = offer.Kind is not null && group.Carries(offer) && IsRtpOverDtls(offer.Protocol)
            ? CodecNegotiator.Negotiate(offer, options)
            : [];
        if (codecs.Count == 0)
        {
            return new NegotiatedSection(offer.Mid, offer.Kind) { Rejected = true };
        }

        ParticipantRights publish = offer.Kind == MediaKind.Audio ? ParticipantRights.PublishAudio : ParticipantRights.PublishVideo;
        bool receives = offer.Direction.HasFlag(MediaDirection.Send) && options.Rights.HasFlag(publish);
        return new NegotiatedSection(offer.Mid, offer.Kind)
        {
            CanReceiveFromPeer = receives,
            CanSendToPeer = offer.Direction.HasFlag(MediaDirection.Receive) && options.Rights.HasFlag(ParticipantRights.Subscribe),
            RtcpReducedSize = offer.RtcpReducedSize,
            ExtmapAllowMixed = offer.ExtmapAllowMixed,
            Codecs = codecs,
            HeaderExtensions = _extensions.Negotiate(offer),
            RemoteSources = receives ? RemoteSources(offer) : [],
            SimulcastRids = receives ? SimulcastRids(offer, codecs) : [],
        };
    }

    // RFC 8829 section 5.1.2 asks to accept all of these names for RTP over DTLS-SRTP.
    private static bool IsRtpOverDtls(string protocol) =>
        protocol is "UDP/TLS/RTP/SAVPF" or "TCP/DTLS/RTP/SAVPF" or "UDP/TLS/RTP/SAVP" or "TCP/DTLS/RTP/SAVP" or "RTP/SAVPF" or "RTP/SAVP";

    private static List<RemoteSource> RemoteSources(MediaDescription offer)
    {
        Dictionary<uint, uint> retransmissions = [];
        foreach (SsrcGroup group in offer.SsrcGroups)
        {
            if (group is { Semantics: SsrcGroup.FlowIdentification, Ssrcs.Count: 2 })
            {
                retransmissions.TryAdd(group.Ssrcs[0], group.Ssrcs[1]);
            }
        }

        return
        [
            .. offer.Ssrcs
                .Where(source => !retransmissions.ContainsValue(source.Ssrc))
                .Select(source => new RemoteSource(source.Ssrc, retransmissions.TryGetValue(source.Ssrc, out uint rtx) ? rtx : null)),
        ];
    }

    // RFC 8853 section 5.3.2: of alternatives the first one is taken.
    private static List<RidDescription> SimulcastRids(MediaDescription offer, IReadOnlyList<NegotiatedCodec> codecs)
    {
        List<RidDescription> rids = [];
        foreach (IReadOnlyList<string> alternatives in offer.Simulcast?.Send ?? [])
        {
            RidDescription? rid = offer.Rids.FirstOrDefault(r => r.Id == alternatives[0] && r.Direction == MediaDirection.Send);
            if (rid is not null
                && rids.Count < MaximumSimulcastStreams
                && !rids.Exists(r => r.Id == rid.Id)
                && AllowsSomeCodec(rid, codecs))
            {
                rids.Add(rid);
            }
        }

        return rids;
    }

    // RFC 8851 section 5: pt= restricts a stream to payload types of the section.
    private static bool AllowsSomeCodec(RidDescription rid, IReadOnlyList<NegotiatedCodec> codecs)
    {
        string? types = new FormatParameters(0, rid.Restrictions)["pt"];
        return types is null || types.Split(',').Any(type => codecs.Any(codec => codec.PayloadType.ToString() == type));
    }
}
