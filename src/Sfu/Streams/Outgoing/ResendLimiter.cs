namespace Sfu.Streams.Outgoing;

/// <summary>Lets a packet be sent again once a round trip, however often it is asked for: until then the answer is on its way.</summary>
internal sealed class ResendLimiter
{
    private static readonly MediaTime LongAgo = new(long.MinValue / 2);

    // When each packet that can be asked for was sent again last, by its number. A number takes the place of one that cannot be asked for any more, and is itself
    // asked for a round trip later at the earliest: neither stands in the other's way. Most streams are never asked for anything, and have no table.
    private MediaTime[] _lastSent = [];

    /// <summary>Whether a packet may be sent now because it was asked for; counts as sent.</summary>
    public bool TryTake(ushort number, MediaTime now, long roundTrip)
    {
        // What is measured of a round trip varies; a receiver asks again after one.
        long least = roundTrip - (roundTrip / 8);
        ref MediaTime last = ref LastSent(number);
        bool may = now - last >= least;
        last = may ? now : last;
        return may;
    }

    /// <summary>Whether a packet may be sent now because what was sent of it at a time is lost: not if it was sent again since; counts as sent.</summary>
    public bool TryReplace(ushort number, MediaTime sentAt, MediaTime now)
    {
        ref MediaTime last = ref LastSent(number);
        bool may = last <= sentAt;
        last = may ? now : last;
        return may;
    }

    private ref MediaTime LastSent(ushort number)
    {
        if (_lastSent.Length == 0)
        {
            _lastSent = new MediaTime[SentPackets.Capacity];
            _lastSent.AsSpan().Fill(LongAgo);
        }

        return ref _lastSent[number % SentPackets.Capacity];
    }
}
