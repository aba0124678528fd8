using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sfu.Net;

namespace Sfu.Memory;

/// <summary>
/// Fixed buffers outside the collected heap, for one worker's thread alone. Memory comes in chunks of one huge page each, where the system has such: a
/// packet is rarely where the last one was, and each small page costs a walk through the page tables. So a slab starts at a page boundary or in its
/// middle: a datagram that starts elsewhere costs the kernel's copy up to half as much again.
/// </summary>
internal sealed unsafe class SlabPool : IDisposable
{
    /// <summary>Bytes in a slab: more than any datagram that a path of 1500 bytes carries.</summary>
    public const int SlabSize = 2048;

    private const int SlabsPerChunkShift = 10;
    private const int SlabsPerChunk = 1 << SlabsPerChunkShift;
    private const nuint ChunkSize = SlabsPerChunk * SlabSize;

    private readonly nint[] _chunks;
    private readonly int[] _free;
    private readonly bool[] _rented;
    private int _chunkCount;
    private int _freeCount;

    /// <summary>Makes a pool that grows in chunks of 2 MiB.</summary>
    /// <param name="maximumBytes">The pool never holds more; <see cref="Rent"/> answers <see cref="Slab.None"/> then.</param>
    public SlabPool(long maximumBytes)
    {
        int chunks = (int)Math.Max(1, maximumBytes / (long)ChunkSize);
        _chunks = new nint[chunks];
        _free = new int[chunks * SlabsPerChunk];
        _rented = new bool[chunks * SlabsPerChunk];
    }

    /// <summary>Slabs that are in use.</summary>
    public int Rented => (_chunkCount * SlabsPerChunk) - _freeCount;

    /// <summary>Slabs that can be had at most.</summary>
    public int Capacity => _free.Length;

    /// <summary>Slabs that can still be had.</summary>
    public int Available => Capacity - Rented;

    /// <summary>Takes a slab, or <see cref="Slab.None"/> when the pool is used up.</summary>
    public Slab Rent()
    {
        if (_freeCount == 0 && !Grow())
        {
            return Slab.None;
        }

        int index = _free[--_freeCount];
        _rented[index] = true;
        return new Slab(index);
    }

    /// <summary>Gives a slab back.</summary>
    /// <exception cref="InvalidOperationException">It was given back before.</exception>
    public void Return(Slab slab)
    {
        if (!_rented[slab.Index])
        {
            ThrowReturnedTwice(slab);
        }

        _rented[slab.Index] = false;
        _free[_freeCount++] = slab.Index;
    }

    /// <summary>The memory of a slab.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Span(Slab slab) => new(Pointer(slab), SlabSize);

    /// <summary>The address of a slab; it never moves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* Pointer(Slab slab) =>
        (byte*)_chunks[slab.Index >> SlabsPerChunkShift] + ((slab.Index & (SlabsPerChunk - 1)) * SlabSize);

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = 0; i < _chunkCount; i++)
        {
            NativeMemory.AlignedFree((void*)_chunks[i]);
            _chunks[i] = 0;
        }

        _chunkCount = 0;
        _freeCount = 0;
    }

    private static void ThrowReturnedTwice(Slab slab) =>
        throw new InvalidOperationException($"Slab {slab.Index} was returned to its pool twice.");

    private bool Grow()
    {
        if (_chunkCount == _chunks.Length)
        {
            return false;
        }

        void* chunk = NativeMemory.AlignedAlloc(ChunkSize, ChunkSize);
        if (OperatingSystem.IsLinux())
        {
            // Advice: where it is not taken, the pages are small.
            _ = LibC.AdviseMemory(chunk, ChunkSize, LibC.AdviseHugePages);
        }

        _chunks[_chunkCount] = (nint)chunk;
        int first = _chunkCount << SlabsPerChunkShift;
        _chunkCount++;
        for (int i = SlabsPerChunk - 1; i >= 0; i--)
        {
            _free[_freeCount++] = first + i;
        }

        return true;
    }
}
