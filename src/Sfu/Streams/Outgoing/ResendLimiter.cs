namespace Sfu.Streams.Outgoing;

/// <summary>
/// Lets a packet be sent again once a round trip, however often it is asked for: until then the answer is on its way. An answer that was lost, too, goes out
/// twice the next time: what waits for it waits long already.
/// </summary>
internal sealed class ResendLimiter
{
    private const int Capacity = 256;

    // Most streams are never asked for anything.
    private Entry[]? _entries;

    /// <summary>How many times a packet may be sent now: 0, 1 or 2; counts as sent.</summary>
    public int Take(ushort number, MediaTime now, long roundTrip)
    {
        _entries ??= new Entry[Capacity];

        // What is measured of a round trip varies; a receiver asks again after one.
        long least = roundTrip - (roundTrip / 8);
        ref Entry entry = ref _entries[number & (Capacity - 1)];
        bool again = entry.Used && entry.Number == number;
        if (again && now - entry.LastSent < least)
        {
            return 0;
        }

        entry = new Entry(number, true, now);
        return again ? 2 : 1;
    }

    private readonly record struct Entry(ushort Number, bool Used, MediaTime LastSent);
}
