using System.Runtime.InteropServices;

namespace Micro.Net;

/// <summary>A ring of fixed, pinned buffers between one thread that writes and one that reads: what a pipe is measured against.</summary>
internal sealed class SlabRing(int capacity)
{
    public const int SlabSize = 2048;

    private readonly byte[] _memory = GC.AllocateUninitializedArray<byte>(capacity * SlabSize, pinned: true);
    private readonly int[] _lengths = new int[capacity];
    private Position _written;
    private Position _read;

    /// <summary>Takes a copy; false when the ring is full.</summary>
    public bool TryWrite(ReadOnlySpan<byte> datagram)
    {
        long written = _written.Value;
        if (written - Volatile.Read(ref _read.Value) == capacity)
        {
            return false;
        }

        int index = (int)(written & (capacity - 1));
        datagram.CopyTo(_memory.AsSpan(index * SlabSize, SlabSize));
        _lengths[index] = datagram.Length;
        Volatile.Write(ref _written.Value, written + 1);
        return true;
    }

    /// <summary>The oldest datagram; empty when there is none. <see cref="Release"/> gives its place back.</summary>
    public ReadOnlySpan<byte> Peek()
    {
        long read = _read.Value;
        int index = (int)(read & (capacity - 1));
        return Volatile.Read(ref _written.Value) == read ? default : _memory.AsSpan(index * SlabSize, _lengths[index]);
    }

    /// <summary>Gives the place of the oldest datagram back.</summary>
    public void Release() => Volatile.Write(ref _read.Value, _read.Value + 1);

    // On a cache line of its own: what one thread writes must not slow down the other.
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Position
    {
        [FieldOffset(64)]
        public long Value;
    }
}
