namespace Sfu.Sdp;

/// <summary>Faults that no single section shows.</summary>
internal static class OfferChecks
{
    /// <summary>
    /// A packet must find its section by SSRC or by the MID extension (RFC 8843 section 9.2), so these mean one thing within
    /// the transport. Other extension numbers and payload types may differ by section, against RFC 8843 section 9: known
    /// clients number them anew in each section.
    /// </summary>
    public static SdpError? Ambiguity(IReadOnlyList<NegotiatedSection> sections)
    {
        HashSet<uint> ssrcs = [];
        foreach (RemoteSource source in sections.SelectMany(section => section.RemoteSources))
        {
            if (!ssrcs.Add(source.Ssrc) || (source.RtxSsrc is { } rtx && !ssrcs.Add(rtx)))
            {
                return new SdpError(SdpErrorCode.Ambiguous, null, $"The offer announces the SSRC {source.Ssrc} or its retransmissions twice; each stream needs its own.");
            }
        }

        IEnumerable<NegotiatedHeaderExtension> extensions = sections.SelectMany(section => section.HeaderExtensions);
        return MidExtensionId(sections) is { } mid && extensions.Any(e => (e.Id == mid) != (e.Uri == HeaderExtensionUri.Mid))
            ? new SdpError(
                SdpErrorCode.Ambiguous,
                null,
                $"The offer numbers the header extension '{HeaderExtensionUri.Mid}' differently in different sections, or gives its number to another one; it needs one number of its own.")
            : null;
    }

    /// <summary>The number of the MID extension within the transport, or null where none is agreed.</summary>
    public static int? MidExtensionId(IReadOnlyList<NegotiatedSection> sections) =>
        sections.SelectMany(section => section.HeaderExtensions).FirstOrDefault(e => e.Uri == HeaderExtensionUri.Mid)?.Id;

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
                return Changed($"section {i + 1} was '{before.Mid}'");
            }
        }

        return null;
    }

    private static SdpError Changed(string what) =>
        new(SdpErrorCode.SectionsChanged, null, $"The offer does not continue the session: {what}. Keep the sections, or offer from a new peer connection.");
}
