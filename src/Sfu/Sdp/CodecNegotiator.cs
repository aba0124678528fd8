namespace Sfu.Sdp;

/// <summary>Chooses the codecs of a section.</summary>
internal static class CodecNegotiator
{
    private static readonly (string Sdp, RtcpFeedback Flag)[] FeedbackNames =
    [
        ("nack", RtcpFeedback.Nack),
        ("nack pli", RtcpFeedback.NackPli),
        ("ccm fir", RtcpFeedback.CcmFir),
        ("goog-remb", RtcpFeedback.Remb),
        ("transport-cc", RtcpFeedback.TransportCc),
    ];

    /// <summary>The offered codecs that are forwarded, in the server's order of preference; empty for none.</summary>
    public static IReadOnlyList<NegotiatedCodec> Negotiate(MediaDescription offer, AnswerOptions options)
    {
        IReadOnlyList<string> preferences = offer.Kind == MediaKind.Audio ? options.AudioCodecs : options.VideoCodecs;
        List<RtpMapping> mappings = OfferedMappings(offer);
        Dictionary<string, int> retransmissions = Companions(offer, mappings, "rtx", parameters => parameters["apt"]);
        Dictionary<string, int> redundancies = options.UseAudioRedundancy && offer.Kind == MediaKind.Audio
            ? Companions(offer, mappings, "red", PrimaryOfRedundancy)
            : [];
        List<(int Preference, int Rank, NegotiatedCodec Codec)> chosen = [];
        foreach (RtpMapping mapping in mappings)
        {
            int preference = preferences.TakeWhile(name => !IsNamed(mapping, name)).Count();
            if (preference == preferences.Count
                || CodecFormat.Of(preferences[preference], mapping, ParametersOf(offer, mapping.PayloadType)) is not { } format)
            {
                continue;
            }

            string payloadType = mapping.PayloadType.ToString();
            NegotiatedCodec codec = new(
                mapping.PayloadType,
                preferences[preference],
                mapping.ClockRate,
                mapping.Channels,
                format.Fmtp,
                format.Format,
                FeedbackOf(offer, mapping.PayloadType),
                retransmissions.TryGetValue(payloadType, out int rtx) ? rtx : null,
                redundancies.TryGetValue(payloadType, out int red) ? red : null);
            chosen.Add((preference, format.Rank, codec));
        }

        // The sort is stable: what is equal to us stays in the offer's order.
        return [.. chosen.OrderBy(c => c.Preference).ThenBy(c => c.Rank).Select(c => c.Codec)];
    }

    /// <summary>The <c>a=rtcp-fb</c> values of a set of flags.</summary>
    public static IEnumerable<string> FeedbackValues(RtcpFeedback feedback) =>
        FeedbackNames.Where(name => feedback.HasFlag(name.Flag)).Select(name => name.Sdp);

    /// <summary>The mappings of the listed payload types, in the order of the <c>m=</c> line.</summary>
    public static List<RtpMapping> OfferedMappings(MediaDescription offer)
    {
        List<RtpMapping> mappings = [];
        foreach (string format in offer.Formats.Distinct())
        {
            // RFC 5761 section 4: with rtcp-mux the types 64 to 95 cannot be told from RTCP.
            if (SdpToken.TryNumber(format, 127, out int payloadType)
                && payloadType is < 64 or > 95
                && offer.RtpMappings.FirstOrDefault(m => m.PayloadType == payloadType) is { } mapping)
            {
                mappings.Add(mapping);
            }
        }

        return mappings;
    }

    /// <summary>Payload types that carry another one (retransmissions, redundancy), by the payload type that they carry.</summary>
    private static Dictionary<string, int> Companions(
        MediaDescription offer,
        List<RtpMapping> mappings,
        string name,
        Func<FormatParameters, string?> carried)
    {
        Dictionary<string, int> companions = [];
        foreach (RtpMapping mapping in mappings.Where(m => IsNamed(m, name)))
        {
            if (carried(ParametersOf(offer, mapping.PayloadType)) is { } payloadType)
            {
                companions.TryAdd(payloadType, mapping.PayloadType);
            }
        }

        return companions;
    }

    // RFC 2198 section 5: "111/111" lists the payload types of the primary and of the older blocks.
    private static string? PrimaryOfRedundancy(FormatParameters parameters)
    {
        string[] types = parameters.Value.Split('/').Distinct().ToArray();
        return types.Length == 1 ? types[0] : null;
    }

    private static FormatParameters ParametersOf(MediaDescription offer, int payloadType) =>
        offer.FormatParameters.FirstOrDefault(p => p.PayloadType == payloadType) ?? new FormatParameters(payloadType, "");

    private static RtcpFeedback FeedbackOf(MediaDescription offer, int payloadType)
    {
        RtcpFeedback flags = RtcpFeedback.None;
        foreach (FeedbackMapping feedback in offer.Feedback)
        {
            if (feedback.PayloadType is null || feedback.PayloadType == payloadType)
            {
                flags |= FeedbackNames.FirstOrDefault(name => name.Sdp == feedback.Value).Flag;
            }
        }

        return flags;
    }

    private static bool IsNamed(RtpMapping mapping, string name) => mapping.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
