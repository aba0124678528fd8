using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rtp.Srtp.Crypto;

/// <summary>AES in counter mode, the counter being the last 32 bits of the block.</summary>
internal static unsafe class AesCounterKernel
{
    /// <summary>Combines <paramref name="length"/> bytes with the key stream; in place where source and destination are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Xor(Vector128<byte>* keys, int rounds, Vector128<byte> counterBlock, byte* source, byte* destination, nuint length)
    {
        byte* keyStream = stackalloc byte[128];
        Vector128<uint> counter = AesBlocks.ToCounter(counterBlock);
        for (; length >= 128; length -= 128)
        {
            AesBlocks.Start(
                counter, keys[0], out var b0, out var b1, out var b2, out var b3, out var b4, out var b5, out var b6, out var b7);
            for (int round = 1; round < 10; round++)
            {
                AesBlocks.Round(keys[round], ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            }

            AesBlocks.Finish(keys, rounds, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            AesBlocks.Xor(source, destination, b0, b1, b2, b3, b4, b5, b6, b7);
            counter += Vector128.Create(0u, 0, 0, 8);
            source += 128;
            destination += 128;
        }

        if (length > 0)
        {
            AesBlocks.KeyStream(counter, keys, rounds, keyStream);
            AesBlocks.XorTail(source, destination, keyStream, length);
        }
    }
}
