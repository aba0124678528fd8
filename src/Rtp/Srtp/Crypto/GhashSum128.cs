using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Rtp.Srtp.Crypto;

/// <summary><see cref="IGhashSum"/> by 128-bit multiplication.</summary>
internal unsafe struct GhashSum128 : IGhashSum
{
    private Vector128<ulong> _low;
    private Vector128<ulong> _middle;
    private Vector128<ulong> _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddPair(byte* blocks, Vector128<ulong>* powers, Vector128<ulong> hash)
    {
        Add(Ghash.Reverse(Vector128.Load(blocks)) ^ hash, powers[0]);
        Add(Ghash.Reverse(Vector128.Load(blocks + 16)), powers[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddPair(byte* blocks, Vector128<ulong>* powers)
    {
        Add(Ghash.Reverse(Vector128.Load(blocks)), powers[0]);
        Add(Ghash.Reverse(Vector128.Load(blocks + 16)), powers[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector128<ulong> block, Vector128<ulong> power)
    {
        _low ^= Pclmulqdq.CarrylessMultiply(block, power, 0x00);
        _middle ^= Pclmulqdq.CarrylessMultiply(block, power, 0x01);
        _middle ^= Pclmulqdq.CarrylessMultiply(block, power, 0x10);
        _high ^= Pclmulqdq.CarrylessMultiply(block, power, 0x11);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector128<ulong> Reduce() => Ghash.Reduce(_low, _middle, _high);
}
