using Sfu.Memory;

namespace Sfu.Relay;

/// <summary>
/// Carries packets from one shard to another: one thread writes, one reads, neither waits. As with the descriptor ring of a network card the buffers are
/// the reader's: the writer fills them, the reader takes a filled one and puts an empty one in its place, so a packet is copied once. What finds the
/// ring full is dropped and counted; to the reader it is a lost packet, which it asks for again.
/// </summary>
internal sealed unsafe class RelayRing : IDisposable
{
    private readonly SlabPool _pool;
    private readonly RelayedPacket[] _entries;
    private readonly nint[] _buffers;
    private readonly int _mask;
    private RingPosition _published;
    private RingPosition _taken;

    // The writer's own.
    private long _written;
    private long _takenAsSeen;

    /// <summary>Makes an empty ring. Before either thread runs.</summary>
    /// <param name="pool">The reader's slabs.</param>
    /// <param name="capacity">Packets, a power of two.</param>
    /// <exception cref="ArgumentException">The pool is too small.</exception>
    public RelayRing(SlabPool pool, int capacity)
    {
        _pool = pool;
        _entries = new RelayedPacket[capacity];
        _buffers = new nint[capacity];
        _mask = capacity - 1;
        for (int i = 0; i < capacity; i++)
        {
            Slab slab = pool.Rent();
            if (!slab.Exists)
            {
                throw new ArgumentException("The pool is smaller than the ring.", nameof(pool));
            }

            Supply(i, slab);
        }
    }

    /// <summary>Packets that found the ring full; counted by the writer.</summary>
    public long Overflows { get; private set; }

    /// <summary>Packets that came over; may be read by any thread.</summary>
    public long Taken => Volatile.Read(ref _taken.Value);

    /// <summary>Packets that were published and not taken yet; may be read by any thread.</summary>
    public long Waiting => Volatile.Read(ref _published.Value) - Taken;

    /// <summary>Packets for which the reader had no memory; counted by the reader.</summary>
    public long Starved { get; private set; }

    /// <summary>Writer: adds a packet, which the reader sees after <see cref="Publish"/>.</summary>
    /// <param name="packet">What belongs to it; its slab is replaced by the reader's.</param>
    /// <param name="bytes">The first bytes of its slab, as far as they are used.</param>
    /// <returns>False when the ring is full.</returns>
    public bool TryWrite(in RelayedPacket packet, ReadOnlySpan<byte> bytes)
    {
        if (_written - _takenAsSeen > _mask)
        {
            _takenAsSeen = Volatile.Read(ref _taken.Value);
            if (_written - _takenAsSeen > _mask)
            {
                Overflows++;
                return false;
            }
        }

        int index = (int)_written & _mask;
        ref RelayedPacket entry = ref _entries[index];
        Slab slab = entry.Packet.Slab;
        entry = packet;
        entry.Packet.Slab = slab;
        bytes.CopyTo(new Span<byte>((void*)_buffers[index], SlabPool.SlabSize));
        _written++;
        return true;
    }

    /// <summary>Writer: lets the reader see what was written.</summary>
    /// <returns>Whether the reader may sleep and has to be woken.</returns>
    public bool Publish()
    {
        long before = _published.Value;
        if (_written == before)
        {
            return false;
        }

        Volatile.Write(ref _published.Value, _written);

        // Either the reader sees the new packets when it looks before it sleeps, or the writer sees here that it took all that there was.
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref _taken.Value) == before;
    }

    /// <summary>Reader: takes a packet; its slab is the caller's then.</summary>
    public bool TryTake(out RelayedPacket packet)
    {
        long next = _taken.Value;
        while (next != Volatile.Read(ref _published.Value) || IsPublishedAfter(next))
        {
            int index = (int)next & _mask;
            next++;
            Slab fresh = _pool.Rent();
            if (fresh.Exists)
            {
                packet = _entries[index];
                Supply(index, fresh);
                Volatile.Write(ref _taken.Value, next);
                return true;
            }

            Starved++;
            Volatile.Write(ref _taken.Value, next);
        }

        packet = default;
        return false;
    }

    /// <summary>Gives the buffers back. After both threads ended.</summary>
    public void Dispose()
    {
        foreach (ref RelayedPacket entry in _entries.AsSpan())
        {
            _pool.Return(entry.Packet.Slab);
        }
    }

    // The other half of what Publish says.
    private bool IsPublishedAfter(long position)
    {
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref _published.Value) != position;
    }

    private void Supply(int index, Slab slab)
    {
        _entries[index].Packet.Slab = slab;
        _buffers[index] = (nint)_pool.Pointer(slab);
    }
}
