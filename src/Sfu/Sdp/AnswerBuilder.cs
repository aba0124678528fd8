namespace Sfu.Sdp;

/// <summary>Puts what is agreed into the words of an answer (RFC 8829 section 5.3.1).</summary>
internal static class AnswerBuilder
{
    // RFC 8829 section 5.2.1: the discard port; where to send is said by candidates.
    private const int DiscardPort = 9;

    /// <summary>
    /// The answer's description. It says <c>ice2</c> (RFC 8445 section 10) and not <c>trickle</c>: there is no message for later candidates.
    /// </summary>
    public static SessionDescription Build(SessionDescription offer, BundleGroup group, NegotiatedSession agreed, AnswerOptions options)
    {
        HashSet<string> accepted = [.. agreed.Sections.Where(section => !section.Rejected).Select(section => section.Mid!)];
        List<string> bundled = [.. group.Mids.Where(accepted.Contains)];
        return new SessionDescription(new SessionOrigin("-", agreed.LocalSessionId, agreed.AnswerVersion.ToString()))
        {
            BundleGroups = group.Written ? [bundled] : [],
            IceLite = true,
            IceOptions = ["ice2"],
            ExtmapAllowMixed = offer.ExtmapAllowMixed,
            Media =
            [
                .. offer.Media.Zip(agreed.Sections, (media, section) => section.Rejected
                    ? Rejection(media)
                    : Section(media, section, agreed, options, carriesCandidates: section.Mid == bundled[0])),
            ],
        };
    }

    // RFC 3264 section 6: port 0, and formats as offered, since at least one must stand there.
    private static MediaDescription Rejection(MediaDescription offer) => new(offer.Type, 0, offer.Protocol, offer.Formats)
    {
        Mid = offer.Mid,
        Direction = MediaDirection.Inactive,
    };

    private static MediaDescription Section(
        MediaDescription offer,
        NegotiatedSection section,
        NegotiatedSession agreed,
        AnswerOptions options,
        bool carriesCandidates)
    {
        List<RtpMapping> mappings = [];
        List<FeedbackMapping> feedback = [];
        List<FormatParameters> parameters = [];
        foreach (NegotiatedCodec codec in section.Codecs)
        {
            AddCodec(codec, offer.RtpMappings, mappings, feedback, parameters);
        }

        List<string> formats = [.. mappings.Select(mapping => mapping.PayloadType.ToString())];
        return new MediaDescription(offer.Type, DiscardPort, offer.Protocol, formats)
        {
            Mid = section.Mid,
            Direction = (section.CanSendToPeer ? MediaDirection.Send : 0) | (section.CanReceiveFromPeer ? MediaDirection.Receive : 0),
            RtcpMux = true,
            RtcpReducedSize = section.RtcpReducedSize,
            ExtmapAllowMixed = section.ExtmapAllowMixed,
            IceUfrag = options.IceUfrag,
            IcePassword = options.IcePassword,
            Fingerprints = [agreed.LocalFingerprint],
            Setup = agreed.LocalSetup,
            Candidates = carriesCandidates ? options.Candidates : [],
            EndOfCandidates = carriesCandidates,
            RtpMappings = mappings,
            Feedback = feedback,
            FormatParameters = parameters,
            HeaderExtensions = [.. section.HeaderExtensions.Select(Extension)],
            StreamIdentification = section.CanSendToPeer ? StreamOf(section) : null,
            Ssrcs = section.CanSendToPeer ? SourcesOf(section) : [],
            SsrcGroups = section is { CanSendToPeer: true, LocalRtxSsrc: { } rtx }
                ? [new SsrcGroup(SsrcGroup.FlowIdentification, [section.LocalSsrc!.Value, rtx])]
                : [],
            Rids = [.. section.SimulcastRids.Select(rid => rid with { Direction = MediaDirection.Receive })],
            Simulcast = section.SimulcastRids.Count == 0
                ? null
                : new SimulcastDescription([], [.. section.SimulcastRids.Select(rid => new[] { rid.Id })]),
        };
    }

    // Mappings are the offer's own: some clients compare names by case.
    private static void AddCodec(
        NegotiatedCodec codec,
        IReadOnlyList<RtpMapping> offered,
        List<RtpMapping> mappings,
        List<FeedbackMapping> feedback,
        List<FormatParameters> parameters)
    {
        // Redundancy stands before its codec: the peer sends what comes first.
        if (codec.RedPayloadType is { } red)
        {
            mappings.Add(offered.First(mapping => mapping.PayloadType == red));
            parameters.Add(new FormatParameters(red, $"{codec.PayloadType}/{codec.PayloadType}"));
        }

        mappings.Add(offered.First(mapping => mapping.PayloadType == codec.PayloadType));
        feedback.AddRange(CodecNegotiator.FeedbackValues(codec.Feedback).Select(value => new FeedbackMapping(codec.PayloadType, value)));
        if (codec.Fmtp.Length > 0)
        {
            parameters.Add(new FormatParameters(codec.PayloadType, codec.Fmtp));
        }

        if (codec.RtxPayloadType is { } rtx)
        {
            mappings.Add(offered.First(mapping => mapping.PayloadType == rtx));
            parameters.Add(new FormatParameters(rtx, $"apt={codec.PayloadType}"));
        }
    }

    private static HeaderExtensionMapping Extension(NegotiatedHeaderExtension extension) => new(
        extension.Id,
        (extension.CanSend ? MediaDirection.Send : 0) | (extension.CanReceive ? MediaDirection.Receive : 0),
        extension.Uri);

    // One MediaStream for the two sections of a slot: the peer plays them in lip sync (RFC 8830 section 2).
    private static MediaStreamIdentification StreamOf(NegotiatedSection section)
    {
        string stream = NegotiatedSession.SlotStreamId(section.Slot!.Value);
        return new MediaStreamIdentification(stream, $"{stream}-{(section.Kind == MediaKind.Audio ? "audio" : "video")}");
    }

    private static List<SsrcDescription> SourcesOf(NegotiatedSection section)
    {
        string cname = NegotiatedSession.SlotStreamId(section.Slot!.Value);
        List<SsrcDescription> sources = [new SsrcDescription(section.LocalSsrc!.Value, cname)];
        if (section.LocalRtxSsrc is { } rtx)
        {
            sources.Add(new SsrcDescription(rtx, cname));
        }

        return sources;
    }
}
