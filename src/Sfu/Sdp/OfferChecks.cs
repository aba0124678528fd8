namespace Sfu.Sdp;

/// <summary>Faults that no single section shows.</summary>
internal static class OfferChecks
{
    /// <summary>Within a BUNDLE group a payload type and an SSRC mean one thing each (RFC 8843 section 9.1, RFC 3550 section 8).</summary>
    public static SdpError? Ambiguity(IReadOnlyList<NegotiatedSection> sections)
    {
        HashSet<uint> ssrcs = [];
        foreach (RemoteSource source in sections.SelectMany(section => section.RemoteSources))
        {
            if (!ssrcs.Add(source.Ssrc) || (source.RtxSsrc is { } rtx && !ssrcs.Add(rtx)))
            {
                return Ambiguous($"announces the SSRC {source.Ssrc} or its retransmissions twice; each stream needs its own");
            }
        }

        Dictionary<int, string> payloadTypes = [];
        foreach (NegotiatedCodec codec in sections.SelectMany(section => section.Codecs))
        {
            (int? Type, string Meaning)[] uses =
            [
                (codec.PayloadType, codec.Format),
                (codec.RtxPayloadType, $"rtx of {codec.PayloadType}"),
                (codec.RedPayloadType, $"red of {codec.PayloadType}"),
            ];
            foreach ((int? type, string meaning) in uses)
            {
                if (type is { } number && !payloadTypes.TryAdd(number, meaning) && payloadTypes[number] != meaning)
                {
                    return Ambiguous($"uses payload type {number} for {payloadTypes[number]} and for {meaning}; bundled sections share them");
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
                return Changed($"section {i + 1} was '{before.Mid}'");
            }
        }

        return null;
    }

    private static SdpError Ambiguous(string what) => new(SdpErrorCode.Ambiguous, null, $"The offer {what}.");

    private static SdpError Changed(string what) => new(
        SdpErrorCode.SectionsChanged,
        null,
        $"The offer does not continue the session: {what}. Keep the sections, or offer from a new peer connection.");
}
