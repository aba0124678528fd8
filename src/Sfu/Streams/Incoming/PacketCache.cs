using Sfu.Memory;

namespace Sfu.Streams.Incoming;

/// <summary>
/// The last packets of one published stream, kept once for the retransmissions to all its subscribers. Bounded in number
/// and in time; the slabs come from the worker's pool, which bounds the bytes.
/// </summary>
internal sealed class PacketCache : IDisposable
{
    private readonly SlabPool _pool;
    private readonly MediaPacket[] _packets;
    private readonly long _maximumAge;
    private long _oldest;
    private long _newest = -1;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="pool">Where slabs go when their packet is forgotten.</param>
    /// <param name="capacity">Packets, a power of two.</param>
    /// <param name="maximumAge">Microseconds after which a packet is forgotten.</param>
    public PacketCache(SlabPool pool, int capacity, long maximumAge)
    {
        _pool = pool;
        _packets = new MediaPacket[capacity];
        _maximumAge = maximumAge;
        for (int i = 0; i < capacity; i++)
        {
            _packets[i].Slab = Slab.None;
        }
    }

    /// <summary>The highest number that is kept, -1 for none.</summary>
    public long Newest => _newest;

    /// <summary>
    /// Keeps a packet and its slab. False when it is older than everything that is kept, or there already; the slab then stays the caller's.
    /// </summary>
    public bool TryAdd(in MediaPacket packet)
    {
        if (_newest >= 0 && packet.Sequence <= _newest - _packets.Length)
        {
            return false;
        }

        if (packet.Sequence > _newest)
        {
            Advance(packet.Sequence);
        }
        else if (packet.Sequence < _oldest)
        {
            _oldest = packet.Sequence;
        }

        ref MediaPacket place = ref Place(packet.Sequence);
        if (place.Slab.Exists)
        {
            return false;
        }

        place = packet;
        Expire(packet.Arrival);
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
        while (_oldest <= _newest)
        {
            ref MediaPacket place = ref Place(_oldest);
            if (place.Slab.Exists && now - place.Arrival <= _maximumAge)
            {
                return;
            }

            Forget(ref place);
            _oldest++;
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

    private void Advance(long sequence)
    {
        if (_newest < 0)
        {
            _oldest = sequence;
        }

        long first = Math.Max(_oldest, _newest - _packets.Length + 1);
        long last = Math.Min(sequence - _packets.Length, _newest);
        for (long gone = first; gone <= last; gone++)
        {
            Forget(ref Place(gone));
        }

        _newest = sequence;
        _oldest = Math.Max(_oldest, sequence - _packets.Length + 1);
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
