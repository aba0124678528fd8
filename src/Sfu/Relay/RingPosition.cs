using System.Runtime.InteropServices;

namespace Sfu.Relay;

/// <summary>A counter that two threads share, on cache lines of its own.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct RingPosition
{
    /// <summary>The count.</summary>
    [FieldOffset(128)]
    public long Value;
}
