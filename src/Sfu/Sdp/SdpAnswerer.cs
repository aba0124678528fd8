using System.Diagnostics.CodeAnalysis;

namespace Sfu.Sdp;

/// <summary>Answers offers (RFC 3264, RFC 8829 section 5.3). Pure but for <see cref="AnswerOptions.AllocateSsrc"/>.</summary>
public static class SdpAnswerer
{
    /// <summary>Answers an offer.</summary>
    /// <param name="offer">The peer's description.</param>
    /// <param name="options">The server's side.</param>
    /// <param name="previous">
    /// What was agreed before on the same transport (see <see cref="NegotiatedSession.ChangeBy"/>), or null: slots, SSRCs and our
    /// certificate stay, new sections append slots.
    /// </param>
    /// <param name="session">What is agreed now, with the answer.</param>
    /// <param name="error">Why the offer is refused.</param>
    public static bool TryAnswer(
        SessionDescription offer,
        AnswerOptions options,
        NegotiatedSession? previous,
        [NotNullWhen(true)] out NegotiatedSession? session,
        [NotNullWhen(false)] out SdpError? error)
    {
        session = null;
        if (!BundleGroup.TryFind(offer, out BundleGroup? group, out error)
            || !TransportNegotiator.TryRead(offer, group, out RemoteTransport? transport, out error))
        {
            return false;
        }

        SectionNegotiator negotiator = new(group, options);
        List<NegotiatedSection> sections = [.. offer.Media.Select(negotiator.Negotiate)];
        error = OfferChecks.SectionsChanged(offer, previous) ?? NoCommonCodec(sections, options) ?? OfferChecks.Ambiguity(sections);
        if (error is not null)
        {
            return false;
        }

        sections = SlotAllocator.Allocate(sections, previous, options.AllocateSsrc);
        NegotiatedSession agreed = new()
        {
            RemoteSessionId = offer.Origin.SessionId,
            LocalSessionId = previous?.LocalSessionId ?? options.SessionId,
            LocalFingerprint = previous?.LocalFingerprint ?? options.Fingerprint,
            Remote = transport,
            LocalSetup = TransportNegotiator.LocalSetup(transport.Setup, previous),
            AnswerVersion = (previous?.AnswerVersion ?? 0) + 1,
            Sections = sections,
            Slots = SlotAllocator.Describe(sections),
            AnswerSdp = "",
        };
        session = agreed with { AnswerSdp = SdpWriter.Write(AnswerBuilder.Build(offer, group, agreed, options)) };
        return true;
    }

    private static SdpError? NoCommonCodec(List<NegotiatedSection> sections, AnswerOptions options)
    {
        if (!sections.TrueForAll(section => section.Rejected))
        {
            return null;
        }

        string codecs = string.Join(", ", options.AudioCodecs.Concat(options.VideoCodecs));
        return new SdpError(
            SdpErrorCode.NoCommonCodec,
            null,
            $"No section of the offer's BUNDLE group has a codec that this server forwards; it forwards {codecs}.");
    }
}
