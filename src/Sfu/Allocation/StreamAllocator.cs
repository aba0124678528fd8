using Sfu.Congestion;
using Sfu.Rooms;
using Sfu.Streams;

namespace Sfu.Allocation;

/// <summary>
/// Divides what the way to a participant carries among the streams that it receives. Sound comes first and is never held back; pictures share
/// what it leaves, in the order of the slots. A stream that finds too little is paused, and the participant told.
/// </summary>
/// <param name="slots">The participant's.</param>
/// <param name="changed">Is told of a slot whose pictures paused or flow again.</param>
internal sealed class StreamAllocator(List<Slot> slots, Action<Slot> changed)
{
    /// <summary>Pictures of a camera whose encoder follows a target are of no use below this, in bits a second.</summary>
    public const long LeastVideo = 80_000;

    /// <summary>Divides anew.</summary>
    public void Update(in DownlinkEstimate estimate, MediaTime now)
    {
        long left = estimate.BitsPerSecond - AudioRate(now);
        foreach (Slot slot in slots)
        {
            if (slot.Video is not { } stream)
            {
                continue;
            }

            bool turned;
            Publication? carried = stream.Source;
            if (estimate.State == DownlinkState.Unknown || stream.Source is not { Flowing: true } source)
            {
                turned = stream.Allocation.Clear(now);
            }
            else
            {
                long need = Need(source, now);
                turned = stream.Allocation.Update(left, need, now);
                left -= stream.Allocation.Paused ? 0 : need;
            }

            if (turned)
            {
                stream.AllocationChanged();
                changed(slot);
            }

            carried?.TargetChanged?.Invoke(now);
        }
    }

    /// <summary>
    /// What would be sent if nothing were held back, in bits a second. As long as that is more than the estimate, it is worth to try for more.
    /// </summary>
    public long Demand(MediaTime now)
    {
        long demand = AudioRate(now);
        foreach (Slot slot in slots)
        {
            if (slot.Video is { Enabled: true, Source: { Flowing: true } source })
            {
                demand += Wish(source, now);
            }
        }

        return demand;
    }

    // A publisher that follows a target sends more as soon as the target allows it.
    private static long Wish(Publication source, MediaTime now) =>
        source.FollowsTarget ? Publication.HighestTarget : source.BitsPerSecond(now);

    private static long Need(Publication source, MediaTime now) => source.FollowsTarget ? LeastVideo : Math.Max(LeastVideo, source.BitsPerSecond(now));

    private long AudioRate(MediaTime now)
    {
        long rate = 0;
        foreach (Slot slot in slots)
        {
            if (slot.Audio is { Enabled: true, Source: { Flowing: true } source })
            {
                rate += source.BitsPerSecond(now);
            }
        }

        return rate;
    }
}
