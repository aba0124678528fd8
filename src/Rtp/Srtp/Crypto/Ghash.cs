using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Rtp.Srtp.Crypto;

/// <summary>
/// GHASH (NIST SP 800-38D section 6.4) by carry-less multiplication. GCM numbers the bits of a block from the other end than the
/// processor; instead of mirroring them, blocks are reversed by bytes and every power of the hash key is kept multiplied by x, which
/// puts the product of two mirrored numbers in its place.
/// </summary>
internal static unsafe class Ghash
{
    /// <summary>How many blocks are summed before one reduction.</summary>
    public const int PowerCount = 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Reverse(Vector128<byte> block) =>
        Ssse3.Shuffle(block, Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)).AsUInt64();

    /// <summary>
    /// Reduces low + middle x^64 + high x^128. Each step removes the lowest 64 bits by adding the multiple of the polynomial
    /// x^128 + x^127 + x^126 + x^121 + 1 (the mirrored one) that has them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Reduce(Vector128<ulong> low, Vector128<ulong> middle, Vector128<ulong> high)
    {
        Vector128<ulong> polynomial = Vector128.CreateScalar(0xc200000000000000);
        middle ^= Pclmulqdq.CarrylessMultiply(low, polynomial, 0x00) ^ SwapHalves(low);
        return high ^ Pclmulqdq.CarrylessMultiply(middle, polynomial, 0x00) ^ SwapHalves(middle);
    }

    /// <summary>
    /// Fills <paramref name="powers"/> with the hash key to the powers <see cref="PowerCount"/> down to 1, so that the last n entries
    /// belong to n consecutive blocks.
    /// </summary>
    public static void ExpandKey(Vector128<byte> hashKey, Vector128<ulong>* powers)
    {
        UInt128 mirrored = new(Reverse(hashKey)[1], Reverse(hashKey)[0]);
        UInt128 timesX = mirrored << 1;
        if (mirrored >> 127 != 0)
        {
            timesX ^= new UInt128(0xc200000000000000, 1);
        }

        Vector128<ulong> first = Vector128.Create((ulong)timesX, (ulong)(timesX >> 64));
        Vector128<ulong> power = first;
        powers[PowerCount - 1] = power;
        for (int i = PowerCount - 2; i >= 0; i--)
        {
            GhashSum128 product = default;
            product.Add(power, first);
            powers[i] = power = product.Reduce();
        }
    }

    /// <summary>Takes whole blocks into the hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Update<TSum>(Vector128<ulong> hash, Vector128<ulong>* powers, byte* blocks, nuint count)
        where TSum : struct, IGhashSum
    {
        for (; count >= PowerCount; count -= PowerCount, blocks += 16 * PowerCount)
        {
            TSum sum = default;
            sum.AddPair(blocks, powers, hash);
            sum.AddPair(blocks + 32, powers + 2);
            sum.AddPair(blocks + 64, powers + 4);
            sum.AddPair(blocks + 96, powers + 6);
            hash = sum.Reduce();
        }

        if (count > 0)
        {
            TSum sum = default;
            powers += PowerCount - count;
            sum.Add(Reverse(Vector128.Load(blocks)) ^ hash, *powers++);
            for (blocks += 16; count > 2; count -= 2, blocks += 32, powers += 2)
            {
                sum.AddPair(blocks, powers);
            }

            if (count == 2)
            {
                sum.Add(Reverse(Vector128.Load(blocks)), *powers);
            }

            hash = sum.Reduce();
        }

        return hash;
    }

    /// <summary>
    /// Takes what is left (fewer than 128 bytes, the last block of which is <paramref name="last"/> unless it is a whole one) and the
    /// block of lengths into the hash by one sum, and returns it in the order of bytes.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Finish<TSum>(
        Vector128<ulong> hash, Vector128<ulong>* powers, byte* text, nuint length, Vector128<byte> last, Vector128<ulong> lengths)
        where TSum : struct, IGhashSum
    {
        nuint whole = length / 16;
        nuint count = whole + (length % 16 != 0 ? 2u : 1u);
        if (count > PowerCount)
        {
            hash = Update<TSum>(hash, powers, text, 1);
            text += 16;
            whole--;
            count--;
        }

        TSum sum = default;
        powers += PowerCount - count;
        for (; whole > 0; whole--, text += 16)
        {
            sum.Add(Reverse(Vector128.Load(text)) ^ hash, *powers++);
            hash = default;
        }

        if (length % 16 != 0)
        {
            sum.Add(Reverse(last) ^ hash, *powers++);
            hash = default;
        }

        sum.Add(lengths ^ hash, *powers);
        return Reverse(sum.Reduce().AsByte()).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> SwapHalves(Vector128<ulong> value) => Sse2.Shuffle(value.AsUInt32(), 0x4e).AsUInt64();
}
