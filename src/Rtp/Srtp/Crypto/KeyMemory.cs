using System.Security.Cryptography;

namespace Rtp.Srtp.Crypto;

/// <summary>
/// Memory for keys: pinned, so that the collector leaves no copies behind when it compacts, aligned to a cache line, and wiped
/// when disposed.
/// </summary>
internal sealed unsafe class KeyMemory : IDisposable
{
    private const int Alignment = 64;

    private readonly byte[] _buffer;

    public KeyMemory(int length)
    {
        _buffer = GC.AllocateArray<byte>(length + Alignment - 1, pinned: true);
        fixed (byte* start = _buffer)
        {
            Pointer = (byte*)(((nuint)start + Alignment - 1) & ~(nuint)(Alignment - 1));
        }
    }

    /// <summary>The first byte. Valid as long as this object is reachable.</summary>
    public byte* Pointer { get; }

    public void Dispose() => CryptographicOperations.ZeroMemory(_buffer);
}
