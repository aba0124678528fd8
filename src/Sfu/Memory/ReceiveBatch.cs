using Sfu.Net;

namespace Sfu.Memory;

/// <summary>
/// Buffers that one system call fills with datagrams. Whoever wants to keep a datagram takes its slab, and
/// the batch gets a fresh one: a packet goes from the socket into the cache without a copy.
/// </summary>
internal sealed class ReceiveBatch : IDisposable
{
    /// <summary>Datagrams a batch can hold.</summary>
    public const int Capacity = 64;

    private readonly SlabPool _pool;
    private readonly Slab[] _slabs = new Slab[Capacity];

    /// <summary>Rents its slabs.</summary>
    /// <exception cref="ArgumentException">The pool is too small.</exception>
    public ReceiveBatch(SlabPool pool)
    {
        _pool = pool;
        for (int i = 0; i < Capacity; i++)
        {
            _slabs[i] = pool.Rent();
            if (!_slabs[i].Exists)
            {
                throw new ArgumentException("The pool is smaller than a receive batch.", nameof(pool));
            }
        }
    }

    /// <summary>How many datagrams the last system call brought.</summary>
    public int Count { get; set; }

    /// <summary>Bytes of each datagram.</summary>
    public int[] Lengths { get; } = new int[Capacity];

    /// <summary>Where each came from.</summary>
    public TransportAddress[] Sources { get; } = new TransportAddress[Capacity];

    /// <summary>The pool of the slabs.</summary>
    public SlabPool Pool => _pool;

    /// <summary>The slab of a place.</summary>
    public Slab this[int index] => _slabs[index];

    /// <summary>
    /// Puts a fresh slab in a place whose slab was taken. False when the pool is used up: then the slab may not be taken.
    /// </summary>
    public bool TryReplace(int index)
    {
        Slab fresh = _pool.Rent();
        if (!fresh.Exists)
        {
            return false;
        }

        _slabs[index] = fresh;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Slab slab in _slabs)
        {
            _pool.Return(slab);
        }
    }
}
