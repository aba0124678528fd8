using System.Runtime.CompilerServices;

namespace Load.Clients;

/// <summary>
/// What one source has sent lately, and when: whoever receives a packet looks up what it is by the end of its payload, which no server changes. So latency
/// needs no stamp in the media, every payload is compared with what was sent, and any server can be measured.
/// </summary>
internal sealed class SourceLog
{
    /// <summary>Bytes of the end of a payload that are compared.</summary>
    public const int TailLength = sizeof(ulong);

    private const int Capacity = 8192;
    private const int SearchDepth = 4096;

    private readonly Entry[] _entries = new Entry[Capacity];
    private long _windowBegin = long.MaxValue;
    private long _windowEnd = long.MaxValue;

    /// <summary>Packets sent so far.</summary>
    public long Count { get; private set; }

    /// <summary>Packets of the measured time.</summary>
    public long WindowCount => _windowBegin == long.MaxValue ? 0 : Math.Min(_windowEnd, Count) - _windowBegin;

    /// <summary>Notes a packet that is about to be sent.</summary>
    public void Add(ReadOnlySpan<byte> payload, long nanoseconds) =>
        _entries[Count++ & (Capacity - 1)] = new Entry(TailOf(payload), nanoseconds);

    /// <summary>What is sent from now on counts.</summary>
    public void OpenWindow() => (_windowBegin, _windowEnd) = (Count, long.MaxValue);

    /// <summary>What is sent from now on does not count any more.</summary>
    public void CloseWindow() => _windowEnd = Count;

    /// <summary>Whether a packet counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool InWindow(long index) => index >= _windowBegin && index < _windowEnd;

    /// <summary>Whether a packet with this end was sent as the one of this index; and when.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Matches(long index, ulong tail, out long nanoseconds)
    {
        ref Entry entry = ref _entries[index & (Capacity - 1)];
        nanoseconds = entry.Nanoseconds;
        return entry.Tail == tail && index >= 0 && index < Count && index >= Count - Capacity;
    }

    /// <summary>The latest packet with this end; -1 if there is none.</summary>
    public long Find(ulong tail, out long nanoseconds)
    {
        for (long index = Count - 1; index >= Math.Max(0, Count - SearchDepth); index--)
        {
            if (Matches(index, tail, out nanoseconds))
            {
                return index;
            }
        }

        nanoseconds = 0;
        return -1;
    }

    /// <summary>The end of a payload of at least <see cref="TailLength"/> bytes; of a shorter one, 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong TailOf(ReadOnlySpan<byte> payload) =>
        payload.Length < TailLength ? 0 : Unsafe.ReadUnaligned<ulong>(in payload[payload.Length - TailLength]);

    private readonly record struct Entry(ulong Tail, long Nanoseconds);
}
