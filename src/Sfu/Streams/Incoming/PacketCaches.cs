using Sfu.Memory;

namespace Sfu.Streams.Incoming;

/// <summary>
/// The packet caches of all streams of a worker. They bound each other: a part of the pool is kept free for what comes and goes, and where
/// that is used up the oldest packets of all yield. New media is worth more than the means to repair the old.
/// </summary>
internal sealed class PacketCaches(SlabPool pool)
{
    // A full turn of a busy worker, received and sent, fits in an eighth of the usual pool.
    private const int ReservedShare = 8;

    // At once, so that a worker under pressure does not look at all caches for every packet.
    private const int ForgottenAtOnce = 64;

    // A stream that stopped gives up what nobody can want any more.
    private const long SweepInterval = 1_000_000;

    private readonly List<PacketCache> _caches = [];
    private readonly int _reserved = pool.Capacity / ReservedShare;

    /// <summary>The worker's slabs.</summary>
    public SlabPool Pool => pool;

    /// <summary>When <see cref="Expire"/> is due.</summary>
    public MediaTime NextDeadline { get; private set; } = MediaTime.Never;

    /// <summary>Packets that were forgotten before their time because memory was short.</summary>
    public long Yielded { get; private set; }

    /// <summary>A new cache.</summary>
    /// <param name="capacity">Packets at most, a power of two.</param>
    /// <param name="maximumAge">Microseconds after which a packet is forgotten.</param>
    public PacketCache Add(int capacity, long maximumAge)
    {
        var cache = new PacketCache(pool, capacity, maximumAge);
        _caches.Add(cache);
        NextDeadline = MediaTime.Min(NextDeadline, MediaTime.Zero);
        return cache;
    }

    /// <summary>A stream has ended.</summary>
    public void Remove(PacketCache cache)
    {
        _caches.Remove(cache);
        cache.Dispose();
        NextDeadline = _caches.Count > 0 ? NextDeadline : MediaTime.Never;
    }

    /// <summary>
    /// Keeps the reserve. Called before a packet is taken, never while one is passed on: its own slab could be among the oldest.
    /// </summary>
    /// <param name="waiting">Packets that are to be passed on before: theirs could be, too.</param>
    public void MakeRoom(ForwardQueue waiting)
    {
        if (pool.Available >= _reserved)
        {
            return;
        }

        waiting.Complete();
        if (FindOldest() is { } oldest)
        {
            int before = pool.Available;
            oldest.ForgetOldest(ForgottenAtOnce);
            Yielded += pool.Available - before;
        }
    }

    /// <summary>Forgets what is too old, also of streams that send nothing any more.</summary>
    public void Expire(MediaTime now)
    {
        if (NextDeadline > now)
        {
            return;
        }

        foreach (PacketCache cache in _caches)
        {
            cache.Expire(now);
        }

        NextDeadline = now + SweepInterval;
    }

    private PacketCache? FindOldest()
    {
        PacketCache? oldest = null;
        MediaTime arrival = MediaTime.Never;
        foreach (PacketCache cache in _caches)
        {
            if (cache.OldestArrival < arrival)
            {
                oldest = cache;
                arrival = cache.OldestArrival;
            }
        }

        return oldest;
    }
}
