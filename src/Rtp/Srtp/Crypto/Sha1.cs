using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Rtp.Srtp.Crypto;

/// <summary>
/// SHA-1's compression function (FIPS 180-4 section 6.1.2), which the runtime does not offer on its own; HMAC with states computed
/// beforehand needs it.
/// </summary>
internal static unsafe class Sha1
{
    public const int BlockLength = 64;
    public const int DigestLength = 20;

    /// <summary>Whether OpenSSL compresses: it uses the processor's SHA instructions, for which .NET has no intrinsics.</summary>
    public static readonly bool UsesLibCrypto = LibCrypto.Exports(nameof(LibCrypto.SHA1_Update));

    /// <summary>Takes whole blocks into the context's state.</summary>
    // Never inlined: the prologue of a method that calls native code clears the upper halves of the vector registers. Inlined into code
    // that has written to them, OpenSSL's SHA instructions, which have the old encoding, took twice as long (Intel, measured).
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Compress(Sha1Context* context, byte* blocks, int count)
    {
        if (UsesLibCrypto)
        {
            LibCrypto.Check(LibCrypto.SHA1_Update(context, blocks, (nuint)count * BlockLength));
        }
        else
        {
            CompressPortably(ref context->State, blocks, count);
        }
    }

    /// <summary><see cref="Compress"/> without OpenSSL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void CompressPortably(ref Sha1State state, byte* blocks, int count)
    {
        uint* w = stackalloc uint[80];
        for (; count > 0; count--, blocks += BlockLength)
        {
            for (int i = 0; i < 16; i++)
            {
                w[i] = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(blocks + (4 * i)));
            }

            for (int i = 16; i < 80; i++)
            {
                w[i] = BitOperations.RotateLeft(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
            }

            (uint a, uint b, uint c, uint d, uint e) = (state.A, state.B, state.C, state.D, state.E);
            for (int i = 0; i < 20; i += 5)
            {
                Step(a, ref b, ref e, Choose(b, c, d) + w[i] + 0x5a827999);
                Step(e, ref a, ref d, Choose(a, b, c) + w[i + 1] + 0x5a827999);
                Step(d, ref e, ref c, Choose(e, a, b) + w[i + 2] + 0x5a827999);
                Step(c, ref d, ref b, Choose(d, e, a) + w[i + 3] + 0x5a827999);
                Step(b, ref c, ref a, Choose(c, d, e) + w[i + 4] + 0x5a827999);
            }

            for (int i = 20; i < 40; i += 5)
            {
                Step(a, ref b, ref e, (b ^ c ^ d) + w[i] + 0x6ed9eba1);
                Step(e, ref a, ref d, (a ^ b ^ c) + w[i + 1] + 0x6ed9eba1);
                Step(d, ref e, ref c, (e ^ a ^ b) + w[i + 2] + 0x6ed9eba1);
                Step(c, ref d, ref b, (d ^ e ^ a) + w[i + 3] + 0x6ed9eba1);
                Step(b, ref c, ref a, (c ^ d ^ e) + w[i + 4] + 0x6ed9eba1);
            }

            for (int i = 40; i < 60; i += 5)
            {
                Step(a, ref b, ref e, Majority(b, c, d) + w[i] + 0x8f1bbcdc);
                Step(e, ref a, ref d, Majority(a, b, c) + w[i + 1] + 0x8f1bbcdc);
                Step(d, ref e, ref c, Majority(e, a, b) + w[i + 2] + 0x8f1bbcdc);
                Step(c, ref d, ref b, Majority(d, e, a) + w[i + 3] + 0x8f1bbcdc);
                Step(b, ref c, ref a, Majority(c, d, e) + w[i + 4] + 0x8f1bbcdc);
            }

            for (int i = 60; i < 80; i += 5)
            {
                Step(a, ref b, ref e, (b ^ c ^ d) + w[i] + 0xca62c1d6);
                Step(e, ref a, ref d, (a ^ b ^ c) + w[i + 1] + 0xca62c1d6);
                Step(d, ref e, ref c, (e ^ a ^ b) + w[i + 2] + 0xca62c1d6);
                Step(c, ref d, ref b, (d ^ e ^ a) + w[i + 3] + 0xca62c1d6);
                Step(b, ref c, ref a, (c ^ d ^ e) + w[i + 4] + 0xca62c1d6);
            }

            state.A += a;
            state.B += b;
            state.C += c;
            state.D += d;
            state.E += e;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(uint a, ref uint b, ref uint e, uint sum)
    {
        e += BitOperations.RotateLeft(a, 5) + sum;
        b = BitOperations.RotateLeft(b, 30);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Choose(uint b, uint c, uint d) => d ^ (b & (c ^ d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Majority(uint b, uint c, uint d) => (b & c) | (d & (b | c));
}
