using System.Numerics;
using Sfu.Memory;

namespace Sfu.Streams.Incoming;

/// <summary>
/// The last packets of one published stream, kept once for the retransmissions to all its subscribers. Bounded in number
/// and in time; <see cref="PacketCaches"/> bounds the bytes of all. Its table grows with the rate of the stream.
/// </summary>
internal sealed class PacketCache : IDisposable
{
    private const int InitialCapacity = 32;

    private readonly SlabPool _pool;
    private readonly int _capacity;
    private readonly long _maximumAge;
    private MediaPacket[] _packets;
    private long _oldest;
    private long _newest = -1;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="pool">Where slabs go when their packet is forgotten.</param>
    /// <param name="capacity">Packets at most, a power of two.</param>
    /// <param name="maximumAge">Microseconds after which a packet is forgotten.</param>
    public PacketCache(SlabPool pool, int capacity, long maximumAge)
    {
        _pool = pool;
        _capacity = capacity;
        _maximumAge = maximumAge;
        _packets = NewTable(Math.Min(capacity, InitialCapacity));
    }

    /// <summary>When the oldest packet came; <see cref="MediaTime.Never"/> when there is none.</summary>
    public MediaTime OldestArrival
    {
        get
        {
            SkipGaps();
            return _oldest <= _newest ? Place(_oldest).Arrival : MediaTime.Never;
        }
    }

    /// <summary>
    /// Keeps a packet and its slab. False when it is older than everything that is kept, or there already; the slab then stays the caller's.
    /// </summary>
    public bool TryAdd(in MediaPacket packet)
    {
        if (_newest >= 0 && packet.Sequence <= _newest - _capacity)
        {
            return false;
        }

        Expire(packet.Arrival);
        if (_oldest > _newest)
        {
            _oldest = packet.Sequence;
            _newest = packet.Sequence;
        }
        else if (packet.Sequence > _newest)
        {
            Advance(packet.Sequence);
        }
        else if (packet.Sequence < _oldest)
        {
            Grow(_newest - packet.Sequence + 1);
            _oldest = packet.Sequence;
        }

        ref MediaPacket place = ref Place(packet.Sequence);
        if (place.Slab.Exists)
        {
            return false;
        }

        place = packet;
        return true;
    }

    /// <summary>Finds a packet, or gives a null reference.</summary>
    public ref MediaPacket Find(long sequence)
    {
        ref MediaPacket place = ref Place(sequence);
        if (place.Slab.Exists && place.Sequence == sequence)
        {
            return ref place;
        }

        return ref System.Runtime.CompilerServices.Unsafe.NullRef<MediaPacket>();
    }

    /// <summary>Finds a packet by its number as it was sent, or gives a null reference.</summary>
    public ref MediaPacket Find(ushort number) => ref Find(_newest + (short)(number - (ushort)_newest));

    /// <summary>Forgets what is too old.</summary>
    public void Expire(MediaTime now)
    {
        while (OldestArrival is var oldest && oldest != MediaTime.Never && now - oldest > _maximumAge)
        {
            Forget(ref Place(_oldest++));
        }
    }

    /// <summary>Forgets the oldest packets.</summary>
    public void ForgetOldest(int count)
    {
        for (; count > 0 && OldestArrival != MediaTime.Never; count--)
        {
            Forget(ref Place(_oldest++));
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Dispose()
    {
        for (int i = 0; i < _packets.Length; i++)
        {
            Forget(ref _packets[i]);
        }

        _oldest = 0;
        _newest = -1;
    }

    private static MediaPacket[] NewTable(int length)
    {
        var table = new MediaPacket[length];
        foreach (ref MediaPacket place in table.AsSpan())
        {
            place.Slab = Slab.None;
        }

        return table;
    }

    private void Advance(long sequence)
    {
        Grow(sequence - _oldest + 1);
        long first = Math.Max(_oldest, _newest - _packets.Length + 1);
        long last = Math.Min(sequence - _packets.Length, _newest);
        for (long gone = first; gone <= last; gone++)
        {
            Forget(ref Place(gone));
        }

        _newest = sequence;
        _oldest = Math.Max(_oldest, sequence - _packets.Length + 1);
    }

    private void Grow(long span)
    {
        if (span <= _packets.Length || _packets.Length == _capacity)
        {
            return;
        }

        MediaPacket[] before = _packets;
        _packets = NewTable((int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(span, _capacity)));
        for (long sequence = _oldest; sequence <= _newest; sequence++)
        {
            Place(sequence) = before[(int)(sequence & (before.Length - 1))];
        }
    }

    private void SkipGaps()
    {
        while (_oldest <= _newest && !Place(_oldest).Slab.Exists)
        {
            _oldest++;
        }
    }

    private void Forget(ref MediaPacket place)
    {
        if (place.Slab.Exists)
        {
            _pool.Return(place.Slab);
            place.Slab = Slab.None;
        }
    }

    private ref MediaPacket Place(long sequence) => ref _packets[(int)(sequence & (_packets.Length - 1))];
}
