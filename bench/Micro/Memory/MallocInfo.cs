using System.Runtime.InteropServices;

namespace Micro.Memory;

/// <summary><c>struct mallinfo2</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MallocInfo
{
    private readonly nuint _arena;
    private readonly nuint _freeChunks;
    private readonly nuint _fastBins;
    private readonly nuint _mappedRegions;
    private readonly nuint _mapped;
    private readonly nuint _highest;
    private readonly nuint _fastBinBytes;
    private readonly nuint _inUse;
    private readonly nuint _free;
    private readonly nuint _releasable;

    /// <summary>Bytes of allocations within arenas.</summary>
    public readonly double InUse => _inUse;

    /// <summary>Bytes of allocations that were mapped for themselves.</summary>
    public readonly double Mapped => _mapped;
}
