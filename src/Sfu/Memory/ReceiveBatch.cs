using Sfu.Net;

namespace Sfu.Memory;

/// <summary>
/// What one system call brings: buffers that it fills, and the datagrams in them. Whoever wants to keep a datagram takes its slab, and
/// the batch gets a fresh one: a packet goes from the socket into the cache without a copy.
/// </summary>
internal sealed class ReceiveBatch : IDisposable
{
    /// <summary>Buffers, each a slab.</summary>
    public const int BufferCount = 64;

    // The system joins at most as many datagrams in a buffer (UDP_GRO_CNT_MAX).
    private const int MaximumJoined = 64;

    private readonly SlabPool _pool;
    private readonly Slab[] _buffers = new Slab[BufferCount];
    private readonly ReceivedDatagram[] _datagrams = new ReceivedDatagram[BufferCount * MaximumJoined];
    private int _count;

    /// <summary>Rents its slabs.</summary>
    /// <exception cref="ArgumentException">The pool is too small.</exception>
    public ReceiveBatch(SlabPool pool)
    {
        _pool = pool;
        for (int i = 0; i < BufferCount; i++)
        {
            _buffers[i] = pool.Rent();
            if (!_buffers[i].Exists)
            {
                throw new ArgumentException("The pool is smaller than a receive batch.", nameof(pool));
            }
        }
    }

    /// <summary>The pool of the slabs.</summary>
    public SlabPool Pool => _pool;

    /// <summary>The datagrams of the last call, in the order in which they came.</summary>
    public ReadOnlySpan<ReceivedDatagram> Datagrams => _datagrams.AsSpan(0, _count);

    /// <summary>Datagrams that were given up because memory was used up.</summary>
    public long Dropped { get; private set; }

    /// <summary>A slab for the next call to fill.</summary>
    public Slab Buffer(int index) => _buffers[index];

    /// <summary>Forgets the datagrams. Those that are in slabs of their own must have been taken.</summary>
    public void Clear() => _count = 0;

    /// <summary>Adds the datagram at the start of a buffer.</summary>
    public void Add(int buffer, int length, in TransportAddress source) =>
        _datagrams[_count++] = new ReceivedDatagram(_buffers[buffer], length, source, buffer);

    /// <summary>Adds a datagram whose bytes the caller writes into the span; empty when it has to be given up.</summary>
    public Span<byte> AddCopy(int length, in TransportAddress source)
    {
        Slab slab = _count < _datagrams.Length ? _pool.Rent() : Slab.None;
        if (!slab.Exists)
        {
            Dropped++;
            return default;
        }

        _datagrams[_count++] = new ReceivedDatagram(slab, length, source, buffer: -1);
        return _pool.Span(slab)[..length];
    }

    /// <summary>
    /// Gives the slab of a datagram to the caller. False when it is one of the batch's own and memory is used up: then it may be read, but not kept.
    /// </summary>
    public bool TryTake(in ReceivedDatagram datagram)
    {
        if (datagram.Buffer < 0)
        {
            return true;
        }

        Slab fresh = _pool.Rent();
        if (!fresh.Exists)
        {
            return false;
        }

        _buffers[datagram.Buffer] = fresh;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Slab slab in _buffers)
        {
            _pool.Return(slab);
        }
    }
}
