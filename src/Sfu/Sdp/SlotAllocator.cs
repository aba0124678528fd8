namespace Sfu.Sdp;

/// <summary>
/// Gives sections their receive slots and SSRCs. A section keeps both as long as its mid lives, whatever its direction
/// becomes; the n-th other audio and the n-th other video section that can receive share the n-th free slot.
/// </summary>
internal static class SlotAllocator
{
    private const int MaximumTries = 1000;

    /// <summary>The sections with slots and SSRCs.</summary>
    public static List<NegotiatedSection> Allocate(
        IReadOnlyList<NegotiatedSection> sections,
        NegotiatedSession? previous,
        Func<uint> allocateSsrc)
    {
        Dictionary<string, NegotiatedSection> before = (previous?.Sections ?? [])
            .Where(section => section is { Mid: not null, Rejected: false })
            .ToDictionary(section => section.Mid!);
        List<NegotiatedSection> kept = [.. sections.Select(section => Keep(section, before))];
        HashSet<(MediaKind?, int)> slotsTaken =
        [
            .. kept.Where(section => section.Slot is not null).Select(section => (section.Kind, section.Slot!.Value)),
        ];
        HashSet<uint> ssrcsTaken = [.. kept.SelectMany(Ssrcs), 0];
        List<NegotiatedSection> allocated = [];
        foreach (NegotiatedSection section in kept)
        {
            bool sends = section.CanSendToPeer;
            bool retransmits = sends && section.Codecs.Any(codec => codec.RtxPayloadType is not null);
            allocated.Add(section with
            {
                Slot = section.Slot ?? (sends ? NextSlot(section.Kind, slotsTaken) : null),
                LocalSsrc = section.LocalSsrc ?? (sends ? NextSsrc(ssrcsTaken, allocateSsrc) : null),
                LocalRtxSsrc = section.LocalRtxSsrc ?? (retransmits ? NextSsrc(ssrcsTaken, allocateSsrc) : null),
            });
        }

        return allocated;
    }

    /// <summary>The slots of sections, in order.</summary>
    public static IReadOnlyList<SlotDescription> Describe(IReadOnlyList<NegotiatedSection> sections) =>
    [
        .. sections
            .Where(section => section.Slot is not null)
            .GroupBy(section => section.Slot!.Value)
            .OrderBy(slot => slot.Key)
            .Select(slot => new SlotDescription(slot.Key, MidOf(slot, MediaKind.Audio), MidOf(slot, MediaKind.Video))),
    ];

    private static NegotiatedSection Keep(NegotiatedSection section, Dictionary<string, NegotiatedSection> before)
    {
        if (section.Rejected || !before.TryGetValue(section.Mid!, out NegotiatedSection? old))
        {
            return section;
        }

        return section with { Slot = old.Slot, LocalSsrc = old.LocalSsrc, LocalRtxSsrc = old.LocalRtxSsrc };
    }

    private static IEnumerable<uint> Ssrcs(NegotiatedSection section)
    {
        foreach (RemoteSource stream in section.RemoteSources)
        {
            yield return stream.Ssrc;
            yield return stream.RtxSsrc ?? 0;
        }

        yield return section.LocalSsrc ?? 0;
        yield return section.LocalRtxSsrc ?? 0;
    }

    private static int NextSlot(MediaKind? kind, HashSet<(MediaKind?, int)> taken)
    {
        int slot = 0;
        while (!taken.Add((kind, slot)))
        {
            slot++;
        }

        return slot;
    }

    private static uint NextSsrc(HashSet<uint> taken, Func<uint> allocate)
    {
        for (int i = 0; i < MaximumTries; i++)
        {
            uint ssrc = allocate();
            if (taken.Add(ssrc))
            {
                return ssrc;
            }
        }

        throw new InvalidOperationException($"The SSRC allocator gave no free number in {MaximumTries} tries.");
    }

    private static string? MidOf(IEnumerable<NegotiatedSection> slot, MediaKind kind) =>
        slot.FirstOrDefault(section => section.Kind == kind)?.Mid;
}
