namespace Sfu.Sdp;

/// <summary>Faults of an offer as a whole.</summary>
internal static class OfferChecks
{
    /// <summary>
    /// Payload types, header extension numbers and SSRCs mean one thing each within a BUNDLE group (RFC 8843 sections 9.1 to 9.3):
    /// a packet must be understood before its section is known.
    /// </summary>
    public static SdpError? Ambiguity(SessionDescription offer, BundleGroup group)
    {
        Dictionary<int, string> payloadTypes = [];
        Dictionary<int, string> extensions = [];
        Dictionary<uint, string> ssrcs = [];
        foreach (MediaDescription media in offer.Media.Where(group.Carries))
        {
            foreach (RtpMapping mapping in media.RtpMappings)
            {
                string meaning = $"{mapping.Name}/{mapping.ClockRate}/{mapping.Channels}".ToUpperInvariant();
                if (!payloadTypes.TryAdd(mapping.PayloadType, meaning) && payloadTypes[mapping.PayloadType] != meaning)
                {
                    return Ambiguous($"payload type {mapping.PayloadType} has two codecs");
                }
            }

            foreach (HeaderExtensionMapping mapping in media.HeaderExtensions)
            {
                if (!extensions.TryAdd(mapping.Id, mapping.Uri) && extensions[mapping.Id] != mapping.Uri)
                {
                    return Ambiguous($"header extension number {mapping.Id} has two meanings");
                }
            }

            foreach (SsrcDescription source in media.Ssrcs)
            {
                if (!ssrcs.TryAdd(source.Ssrc, media.Mid!) && ssrcs[source.Ssrc] != media.Mid)
                {
                    return Ambiguous($"SSRC {source.Ssrc} stands in two sections");
                }
            }
        }

        return null;
    }

    /// <summary>
    /// A later offer keeps the sections and their order and may add some; a section that either side had stopped may be used
    /// again under a new mid (RFC 8829 section 5.2.2).
    /// </summary>
    public static SdpError? SectionsChanged(SessionDescription offer, NegotiatedSession? previous)
    {
        if (previous is null)
        {
            return null;
        }

        if (offer.Media.Count < previous.Sections.Count)
        {
            return Changed($"it has {offer.Media.Count} sections, and there were {previous.Sections.Count}");
        }

        for (int i = 0; i < previous.Sections.Count; i++)
        {
            NegotiatedSection before = previous.Sections[i];
            MediaDescription now = offer.Media[i];
            bool stopped = now is { Port: 0, BundleOnly: false, Mid: null };
            if (!before.Rejected && !stopped && (before.Mid != now.Mid || before.Kind != now.Kind))
            {
                return Changed($"section {i} was '{before.Mid}'");
            }
        }

        return null;
    }

    private static SdpError Ambiguous(string what) =>
        new(SdpErrorCode.Ambiguous, null, $"The offer's BUNDLE group is ambiguous: {what}.");

    private static SdpError Changed(string what) =>
        new(SdpErrorCode.SectionsChanged, null, $"The offer does not continue the session: {what}. Keep the sections, or offer from a new peer connection.");
}
