namespace Sfu.Streams.Outgoing;

/// <summary>Lets a packet be sent again once a round trip, however often it is asked for: until then the answer is on its way.</summary>
internal sealed class ResendLimiter
{
    private const int Capacity = 256;

    // Most streams are never asked for anything.
    private Entry[]? _entries;

    /// <summary>Whether a packet may be sent now because it was asked for; counts as sent.</summary>
    public bool TryTake(ushort number, MediaTime now, long roundTrip)
    {
        // What is measured of a round trip varies; a receiver asks again after one.
        long least = roundTrip - (roundTrip / 8);
        if (LastSent(number) is { } last && now - last < least)
        {
            return false;
        }

        Note(number, now);
        return true;
    }

    /// <summary>Whether a packet may be sent now because what was sent of it at a time is lost: not if it was sent again since; counts as sent.</summary>
    public bool TryReplace(ushort number, MediaTime sentAt, MediaTime now)
    {
        if (LastSent(number) > sentAt)
        {
            return false;
        }

        Note(number, now);
        return true;
    }

    private MediaTime? LastSent(ushort number) =>
        _entries?[number & (Capacity - 1)] is { Used: true } entry && entry.Number == number ? entry.LastSent : null;

    private void Note(ushort number, MediaTime now)
    {
        _entries ??= new Entry[Capacity];
        _entries[number & (Capacity - 1)] = new Entry(number, true, now);
    }

    private readonly record struct Entry(ushort Number, bool Used, MediaTime LastSent);
}
