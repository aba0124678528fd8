namespace Sfu.Streams.Outgoing;

/// <summary>Lets a packet be sent again once a round trip, however often it is asked for: until then the answer is on its way.</summary>
internal sealed class ResendLimiter
{
    private const int Capacity = 256;

    // Most streams are never asked for anything.
    private Entry[]? _entries;

    /// <summary>Whether a packet may be sent again now; counts as sent.</summary>
    public bool TryTake(ushort number, MediaTime now, long roundTrip)
    {
        _entries ??= new Entry[Capacity];
        ref Entry entry = ref _entries[number & (Capacity - 1)];
        if (entry.Used && entry.Number == number && now - entry.LastSent < roundTrip)
        {
            return false;
        }

        entry = new Entry(number, true, now);
        return true;
    }

    private readonly record struct Entry(ushort Number, bool Used, MediaTime LastSent);
}
