using System.Diagnostics.CodeAnalysis;

namespace Sfu.Sdp;

/// <summary>The sections of an offer that share one transport (RFC 8843).</summary>
/// <param name="Tagged">The section whose transport attributes count (RFC 8843 section 7.1.1, "offerer-tagged").</param>
/// <param name="Mids">The mids of all that share it, in the order of the group.</param>
/// <param name="Written">Whether the offer names the group, so that the answer must, too.</param>
internal sealed record BundleGroup(MediaDescription Tagged, IReadOnlyList<string> Mids, bool Written)
{
    /// <summary>Finds the group; without one, a lone section counts as its own.</summary>
    public static bool TryFind(
        SessionDescription offer,
        [NotNullWhen(true)] out BundleGroup? group,
        [NotNullWhen(false)] out SdpError? error)
    {
        group = null;
        error = null;
        Dictionary<string, MediaDescription> byMid = [];
        foreach (MediaDescription media in offer.Media)
        {
            if (media.Mid is null && media.Kind is not null && IsOffered(media))
            {
                error = Error(SdpErrorCode.MissingMid, $"A section '{media.Type}' of the offer has no a=mid; give each section one.");
                return false;
            }

            if (media.Mid is not null && !byMid.TryAdd(media.Mid, media))
            {
                error = Error(SdpErrorCode.DuplicateMid, $"Two sections of the offer have the mid '{media.Mid}'; each needs its own.");
                return false;
            }
        }

        if (offer.BundleGroups.SelectMany(mids => mids).FirstOrDefault(mid => !byMid.ContainsKey(mid)) is { } unknown)
        {
            error = Error(SdpErrorCode.UnknownBundleMid, $"The offer's BUNDLE group names the mid '{unknown}', which no section has.");
            return false;
        }

        List<MediaDescription> offered = [.. offer.Media.Where(IsOffered)];
        if (!offered.Exists(media => media.Kind is not null))
        {
            error = Error(SdpErrorCode.NoMedia, "The offer has no audio or video section; this server forwards nothing else.");
            return false;
        }

        List<string> mids = [.. offer.BundleGroups.FirstOrDefault(mids => mids.Any(mid => IsOffered(byMid[mid])))?.Distinct() ?? []];
        if (mids.Count == 0 && offered.Count == 1)
        {
            group = new BundleGroup(offered[0], [offered[0].Mid!], Written: false);
            return true;
        }

        if (mids.Count == 0)
        {
            error = Error(
                SdpErrorCode.NotBundled,
                $"The offer has {offered.Count} sections and no a=group:BUNDLE; "
                + "this server needs one transport for all (set bundlePolicy to 'max-bundle').");
            return false;
        }

        group = new BundleGroup(byMid[mids.First(mid => IsOffered(byMid[mid]))], mids, Written: true);
        return true;
    }

    /// <summary>Whether a section can be answered: it is on offer and shares the transport.</summary>
    public bool Carries(MediaDescription media) => IsOffered(media) && media.Mid is { } mid && Mids.Contains(mid);

    // RFC 8843 section 6: port 0 means "only with the others" next to a=bundle-only, else "not at all" (RFC 3264 section 5.1).
    private static bool IsOffered(MediaDescription media) => media.Port != 0 || media.BundleOnly;

    private static SdpError Error(SdpErrorCode code, string message) => new(code, null, message);
}
