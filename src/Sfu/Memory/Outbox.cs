using System.Diagnostics;
using Rtp.Srtp;
using Sfu.Net;

namespace Sfu.Memory;

/// <summary>
/// The datagrams that the engine wants sent, in order. The worker sends them in batches; a simulated network takes them in tests. Authentication
/// tags are written in batches too; whoever reads the datagrams finds them complete.
/// </summary>
internal sealed class Outbox(SlabPool pool)
{
    // Much together leaves in few messages (UDP_SEGMENT); too much goes cold in the processor's cache before it is sent.
    private const int ManyDatagrams = 128;

    private OutgoingDatagram[] _entries = new OutgoingDatagram[256];
    private readonly SrtpTagBatch _tags = new();
    private Slab _open = Slab.None;

    /// <summary>How many datagrams wait.</summary>
    public int Count { get; private set; }

    /// <summary>Datagrams that were given up because the pool was used up.</summary>
    public long Dropped { get; private set; }

    /// <summary>The datagrams that wait.</summary>
    public ReadOnlySpan<OutgoingDatagram> Entries
    {
        get
        {
            Complete();
            return _entries.AsSpan(0, Count);
        }
    }

    /// <summary>Sends what waits and clears it, at once; null where somebody looks at it from time to time.</summary>
    public Action? Send { get; set; }

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

    /// <summary>
    /// Protects the RTP packet whose header is in the buffer of <see cref="Begin"/>, and puts it in the queue; gives it up where that is not possible.
    /// </summary>
    /// <param name="destination">Where to.</param>
    /// <param name="stream">Its source. The keys must not be disposed before <see cref="Complete"/>.</param>
    /// <param name="headerLength">Bytes of header and extensions.</param>
    /// <param name="payload">The payload; free again on return.</param>
    public unsafe bool TryCommit(in TransportAddress destination, SrtpSenderStream stream, int headerLength, ReadOnlySpan<byte> payload)
    {
        byte* packet = pool.Pointer(_open);
        if (_tags.Protect(stream, packet, SlabPool.SlabSize, headerLength, payload, out int length) != SrtpStatus.Ok)
        {
            Abandon();
            return false;
        }

        Commit(destination, length);
        return true;
    }

    /// <summary>Writes the authentication tags that are missing.</summary>
    public void Complete() => _tags.Complete();

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

    /// <summary>Has the datagrams sent if there are many. Nothing that waits may refer to them: the buffers are free again then.</summary>
    public void Relieve()
    {
        if (Count >= ManyDatagrams)
        {
            Send?.Invoke();
        }
    }

    /// <summary>Forgets all datagrams, sent or not.</summary>
    public void Clear()
    {
        _tags.Abandon();
        foreach (ref readonly OutgoingDatagram entry in _entries.AsSpan(0, Count))
        {
            pool.Return(entry.Slab);
        }

        Count = 0;
    }
}
