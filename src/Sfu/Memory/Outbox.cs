using System.Diagnostics;
using Sfu.Net;

namespace Sfu.Memory;

/// <summary>
/// The datagrams that the engine wants sent, in order. The worker sends them in batches; a simulated network takes them in tests.
/// </summary>
internal sealed class Outbox(SlabPool pool)
{
    private OutgoingDatagram[] _entries = new OutgoingDatagram[256];
    private Slab _open = Slab.None;

    /// <summary>How many datagrams wait.</summary>
    public int Count { get; private set; }

    /// <summary>Datagrams that were given up because the pool was used up.</summary>
    public long Dropped { get; private set; }

    /// <summary>The datagrams that wait.</summary>
    public ReadOnlySpan<OutgoingDatagram> Entries => _entries.AsSpan(0, Count);

    /// <summary>The pool that holds the datagrams.</summary>
    public SlabPool Pool => pool;

    /// <summary>A buffer for the next datagram; <see cref="Commit"/> or <see cref="Abandon"/> ends it. Empty when memory is used up.</summary>
    public Span<byte> Begin()
    {
        Debug.Assert(!_open.Exists, "One datagram at a time.");
        _open = pool.Rent();
        if (!_open.Exists)
        {
            Dropped++;
            return default;
        }

        return pool.Span(_open);
    }

    /// <summary>Puts the first bytes of the buffer of <see cref="Begin"/> in the queue.</summary>
    public void Commit(in TransportAddress destination, int length)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, _entries.Length * 2);
        }

        _entries[Count++] = new OutgoingDatagram(_open, length, destination);
        _open = Slab.None;
    }

    /// <summary>Gives up the buffer of <see cref="Begin"/>.</summary>
    public void Abandon()
    {
        pool.Return(_open);
        _open = Slab.None;
    }

    /// <summary>Queues a copy of a datagram.</summary>
    public void Add(in TransportAddress destination, ReadOnlySpan<byte> datagram)
    {
        Span<byte> buffer = Begin();
        if (buffer.Length < datagram.Length)
        {
            return;
        }

        datagram.CopyTo(buffer);
        Commit(destination, datagram.Length);
    }

    /// <summary>Forgets all datagrams, sent or not.</summary>
    public void Clear()
    {
        foreach (ref readonly OutgoingDatagram entry in Entries)
        {
            pool.Return(entry.Slab);
        }

        Count = 0;
    }
}
