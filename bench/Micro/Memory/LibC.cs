using System.Runtime.InteropServices;

namespace Micro.Memory;

/// <summary>What the C library says of its memory.</summary>
internal static partial class LibC
{
    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    public static partial MallocInfo MallocInfo();
}
