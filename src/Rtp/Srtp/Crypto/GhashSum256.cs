using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Rtp.Srtp.Crypto;

/// <summary><see cref="IGhashSum"/> by 256-bit multiplication: two blocks at a time.</summary>
internal unsafe struct GhashSum256 : IGhashSum
{
    private Vector256<ulong> _low;
    private Vector256<ulong> _middle;
    private Vector256<ulong> _high;

    private static Vector256<byte> ByteOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            (byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddPair(byte* blocks, Vector128<ulong>* powers, Vector128<ulong> hash) =>
        Add(Avx2.Shuffle(Vector256.Load(blocks), ByteOrder).AsUInt64() ^ hash.ToVector256(), *(Vector256<ulong>*)powers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddPair(byte* blocks, Vector128<ulong>* powers) =>
        Add(Avx2.Shuffle(Vector256.Load(blocks), ByteOrder).AsUInt64(), *(Vector256<ulong>*)powers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector128<ulong> block, Vector128<ulong> power) => Add(block.ToVector256(), power.ToVector256());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector128<ulong> Reduce() => Ghash.Reduce(
        _low.GetLower() ^ _low.GetUpper(), _middle.GetLower() ^ _middle.GetUpper(), _high.GetLower() ^ _high.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(Vector256<ulong> blocks, Vector256<ulong> powers)
    {
        _low ^= Pclmulqdq.V256.CarrylessMultiply(blocks, powers, 0x00);
        _middle ^= Pclmulqdq.V256.CarrylessMultiply(blocks, powers, 0x01);
        _middle ^= Pclmulqdq.V256.CarrylessMultiply(blocks, powers, 0x10);
        _high ^= Pclmulqdq.V256.CarrylessMultiply(blocks, powers, 0x11);
    }
}
