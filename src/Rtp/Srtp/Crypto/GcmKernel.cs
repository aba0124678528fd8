using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rtp.Srtp.Crypto;

/// <summary>
/// AES-GCM (NIST SP 800-38D) with 96-bit nonces and 128-bit tags. <c>counterBlock</c> is always J0: the nonce followed by the number 1.
/// </summary>
internal static unsafe class GcmKernel
{
    /// <summary>Enciphers, and returns the tag. Source and destination are the same or do not overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static Vector128<byte> Seal<TSum>(
        Vector128<byte>* keys, int rounds, Vector128<ulong>* powers, Vector128<byte> counterBlock,
        byte* associated, nuint associatedLength, byte* source, byte* destination, nuint length)
        where TSum : struct, IGhashSum
    {
        byte* keyStream = stackalloc byte[128];
        Vector128<ulong> lengths = Lengths(associatedLength, length);
        Vector128<byte> mask = AesBlocks.Encrypt(counterBlock, keys, rounds);
        Vector128<uint> counter = AesBlocks.ToCounter(counterBlock) + Vector128.Create(0u, 0, 0, 1);
        Vector128<ulong> hash = Associated<TSum>(powers, associated, associatedLength);
        bool pending = false;

        // Multiplication and AES use different execution units: while eight blocks pass through the rounds, the eight before them,
        // which are ciphertext by now, are hashed.
        for (; length >= 128; length -= 128)
        {
            AesBlocks.Start(
                counter, keys[0], out var b0, out var b1, out var b2, out var b3, out var b4, out var b5, out var b6, out var b7);
            AesBlocks.Round(keys[1], ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            if (pending)
            {
                byte* previous = destination - 128;
                TSum sum = default;
                sum.AddPair(previous, powers, hash);
                AesBlocks.Round(keys[2], ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
                AesBlocks.Round(keys[3], ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
                sum.AddPair(previous + 32, powers + 2);
                AesBlocks.Round(keys[4], ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
                AesBlocks.Round(keys[5], ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
                sum.AddPair(previous + 64, powers + 4);
                AesBlocks.Round(keys[6], ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
                AesBlocks.Round(keys[7], ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
                sum.AddPair(previous + 96, powers + 6);
                AesBlocks.Round(keys[8], ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
                AesBlocks.Round(keys[9], ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
                hash = sum.Reduce();
            }
            else
            {
                for (int round = 2; round < 10; round++)
                {
                    AesBlocks.Round(keys[round], ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
                }

                pending = true;
            }

            AesBlocks.Finish(keys, rounds, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            AesBlocks.Xor(source, destination, b0, b1, b2, b3, b4, b5, b6, b7);
            counter += Vector128.Create(0u, 0, 0, 8);
            source += 128;
            destination += 128;
        }

        if (pending)
        {
            hash = Ghash.Update<TSum>(hash, powers, destination - 128, 8);
        }

        Vector128<byte> last = default;
        if (length > 0)
        {
            AesBlocks.KeyStream(counter, keys, rounds, keyStream);
            last = AesBlocks.XorTail(source, destination, keyStream, length);
        }

        return Ghash.Finish<TSum>(hash, powers, destination, length, last, lengths) ^ mask;
    }

    /// <summary>The hash of associated data and ciphertext, which becomes the tag when combined with the enciphered J0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector128<byte> Hash<TSum>(
        Vector128<ulong>* powers, byte* associated, nuint associatedLength, byte* text, nuint length)
        where TSum : struct, IGhashSum
    {
        Vector128<ulong> hash = Associated<TSum>(powers, associated, associatedLength);
        nuint whole = length & ~(nuint)127;
        hash = Ghash.Update<TSum>(hash, powers, text, whole / 16);
        text += whole;
        nuint rest = length - whole;
        nuint lastLength = rest % 16;
        Vector128<byte> last = PartialBlock.Load(text + rest - lastLength, lastLength);
        return Ghash.Finish<TSum>(hash, powers, text, rest, last, Lengths(associatedLength, length));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Associated<TSum>(Vector128<ulong>* powers, byte* data, nuint length)
        where TSum : struct, IGhashSum
    {
        Vector128<ulong> hash = Ghash.Update<TSum>(Vector128<ulong>.Zero, powers, data, length / 16);
        nuint rest = length % 16;
        if (rest > 0)
        {
            TSum sum = default;
            sum.Add(Ghash.Reverse(PartialBlock.Load(data + length - rest, rest)) ^ hash, powers[Ghash.PowerCount - 1]);
            hash = sum.Reduce();
        }

        return hash;
    }

    /// <summary>The block that ends the hash: both lengths in bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Lengths(nuint associatedLength, nuint length) =>
        Vector128.Create((ulong)length * 8, (ulong)associatedLength * 8);
}
