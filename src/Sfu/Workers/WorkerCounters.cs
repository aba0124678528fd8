using Sfu.Engine;
using Sfu.Memory;
using Sfu.Relay;

namespace Sfu.Workers;

/// <summary>What a worker counts for others to read: written by its thread once a turn, read by any.</summary>
internal sealed class WorkerCounters
{
    private long _busy;
    private long _datagrams;
    private long _slabs;
    private long _rooms;
    private long _relayed;
    private long _relayDrops;

    /// <summary>Microseconds in which the thread did not wait.</summary>
    public long BusyMicroseconds => Volatile.Read(ref _busy);

    /// <summary>Datagrams handed to the system.</summary>
    public long Datagrams => Volatile.Read(ref _datagrams);

    /// <summary>Slabs in use.</summary>
    public long Slabs => Volatile.Read(ref _slabs);

    /// <summary>Rooms, also those of which only others have participants.</summary>
    public long Rooms => Volatile.Read(ref _rooms);

    /// <summary>Packets that came from other workers.</summary>
    public long Relayed => Volatile.Read(ref _relayed);

    /// <summary>Packets that were lost between this worker and others: the ring to them was full, or there was no memory for those from them.</summary>
    public long RelayDrops => Volatile.Read(ref _relayDrops);

    /// <summary>Notes a turn of the worker's loop.</summary>
    /// <param name="busyMicroseconds">How long it took.</param>
    /// <param name="datagrams">What it sent.</param>
    /// <param name="engine">What it worked on.</param>
    /// <param name="pool">The slabs.</param>
    public void Note(long busyMicroseconds, int datagrams, MediaEngine engine, SlabPool pool)
    {
        Volatile.Write(ref _busy, _busy + busyMicroseconds);
        Volatile.Write(ref _datagrams, _datagrams + datagrams);
        Volatile.Write(ref _slabs, pool.Rented);
        Volatile.Write(ref _rooms, engine.RoomCount);
        long relayed = 0;
        long drops = 0;
        foreach (RelayRing ring in engine.Links.Inbound)
        {
            relayed += ring.Taken - ring.Starved;
            drops += ring.Starved;
        }

        foreach ((int _, RelayRing ring) in engine.Links.Outbound)
        {
            drops += ring.Overflows;
        }

        Volatile.Write(ref _relayed, relayed);
        Volatile.Write(ref _relayDrops, drops);
    }
}
