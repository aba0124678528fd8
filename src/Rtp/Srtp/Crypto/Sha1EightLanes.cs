using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Rtp.Srtp.Crypto;

/// <summary>
/// <see cref="Sha1"/> of eight independent messages at once: each 32-bit lane of a vector belongs to one of them. SHA-1 leaves a
/// processor half idle, because each step waits for the one before; eight messages side by side do not wait for each other.
/// </summary>
internal static unsafe class Sha1EightLanes
{
    public const int LaneCount = 8;

    /// <summary>Vectors in a state: the five words of FIPS 180-4.</summary>
    public const int StateLength = 5;

    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Takes <paramref name="count"/> whole blocks of each lane into its state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Compress(Vector256<uint>* state, byte** lanes, int count)
    {
        Vector256<uint>* w = stackalloc Vector256<uint>[80];
        for (nint offset = 0; count > 0; count--, offset += Sha1.BlockLength)
        {
            LoadWords(lanes, offset, w);
            LoadWords(lanes, offset + 32, w + 8);
            for (int i = 16; i < 80; i++)
            {
                w[i] = RotateLeft(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
            }

            Vector256<uint> a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
            Vector256<uint> constant = Vector256.Create(0x5a827999u);
            for (int i = 0; i < 20; i += 5)
            {
                Step(a, ref b, ref e, Choose(b, c, d) + (w[i] + constant));
                Step(e, ref a, ref d, Choose(a, b, c) + (w[i + 1] + constant));
                Step(d, ref e, ref c, Choose(e, a, b) + (w[i + 2] + constant));
                Step(c, ref d, ref b, Choose(d, e, a) + (w[i + 3] + constant));
                Step(b, ref c, ref a, Choose(c, d, e) + (w[i + 4] + constant));
            }

            constant = Vector256.Create(0x6ed9eba1u);
            for (int i = 20; i < 40; i += 5)
            {
                Step(a, ref b, ref e, (b ^ c ^ d) + (w[i] + constant));
                Step(e, ref a, ref d, (a ^ b ^ c) + (w[i + 1] + constant));
                Step(d, ref e, ref c, (e ^ a ^ b) + (w[i + 2] + constant));
                Step(c, ref d, ref b, (d ^ e ^ a) + (w[i + 3] + constant));
                Step(b, ref c, ref a, (c ^ d ^ e) + (w[i + 4] + constant));
            }

            constant = Vector256.Create(0x8f1bbcdcu);
            for (int i = 40; i < 60; i += 5)
            {
                Step(a, ref b, ref e, Majority(b, c, d) + (w[i] + constant));
                Step(e, ref a, ref d, Majority(a, b, c) + (w[i + 1] + constant));
                Step(d, ref e, ref c, Majority(e, a, b) + (w[i + 2] + constant));
                Step(c, ref d, ref b, Majority(d, e, a) + (w[i + 3] + constant));
                Step(b, ref c, ref a, Majority(c, d, e) + (w[i + 4] + constant));
            }

            constant = Vector256.Create(0xca62c1d6u);
            for (int i = 60; i < 80; i += 5)
            {
                Step(a, ref b, ref e, (b ^ c ^ d) + (w[i] + constant));
                Step(e, ref a, ref d, (a ^ b ^ c) + (w[i + 1] + constant));
                Step(d, ref e, ref c, (e ^ a ^ b) + (w[i + 2] + constant));
                Step(c, ref d, ref b, (d ^ e ^ a) + (w[i + 3] + constant));
                Step(b, ref c, ref a, (c ^ d ^ e) + (w[i + 4] + constant));
            }

            state[0] += a;
            state[1] += b;
            state[2] += c;
            state[3] += d;
            state[4] += e;
        }
    }

    /// <summary>Eight words of each lane, big-endian, turned so that each vector holds the same word of all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadWords(byte** lanes, nint offset, Vector256<uint>* words)
    {
        Vector256<uint> r0 = LoadLane(lanes[0] + offset), r1 = LoadLane(lanes[1] + offset);
        Vector256<uint> r2 = LoadLane(lanes[2] + offset), r3 = LoadLane(lanes[3] + offset);
        Vector256<uint> r4 = LoadLane(lanes[4] + offset), r5 = LoadLane(lanes[5] + offset);
        Vector256<uint> r6 = LoadLane(lanes[6] + offset), r7 = LoadLane(lanes[7] + offset);

        Interleave(r0, r1, r2, r3, out var a0, out var a1, out var a2, out var a3);
        Interleave(r4, r5, r6, r7, out var b0, out var b1, out var b2, out var b3);
        words[0] = Avx2.Permute2x128(a0, b0, 0x20);
        words[1] = Avx2.Permute2x128(a1, b1, 0x20);
        words[2] = Avx2.Permute2x128(a2, b2, 0x20);
        words[3] = Avx2.Permute2x128(a3, b3, 0x20);
        words[4] = Avx2.Permute2x128(a0, b0, 0x31);
        words[5] = Avx2.Permute2x128(a1, b1, 0x31);
        words[6] = Avx2.Permute2x128(a2, b2, 0x31);
        words[7] = Avx2.Permute2x128(a3, b3, 0x31);
    }

    /// <summary>Turns four rows so that each 128-bit half of a result holds one column of the four rows' halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(
        Vector256<uint> r0, Vector256<uint> r1, Vector256<uint> r2, Vector256<uint> r3,
        out Vector256<uint> c0, out Vector256<uint> c1, out Vector256<uint> c2, out Vector256<uint> c3)
    {
        Vector256<ulong> low01 = Avx2.UnpackLow(r0, r1).AsUInt64(), high01 = Avx2.UnpackHigh(r0, r1).AsUInt64();
        Vector256<ulong> low23 = Avx2.UnpackLow(r2, r3).AsUInt64(), high23 = Avx2.UnpackHigh(r2, r3).AsUInt64();
        c0 = Avx2.UnpackLow(low01, low23).AsUInt32();
        c1 = Avx2.UnpackHigh(low01, low23).AsUInt32();
        c2 = Avx2.UnpackLow(high01, high23).AsUInt32();
        c3 = Avx2.UnpackHigh(high01, high23).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> LoadLane(byte* source)
    {
        Vector256<byte> bigEndian = Vector256.Create(
            (byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
        return Avx2.Shuffle(Vector256.Load(source), bigEndian).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(Vector256<uint> a, ref Vector256<uint> b, ref Vector256<uint> e, Vector256<uint> sum)
    {
        e += RotateLeft(a, 5) + sum;
        b = RotateLeft(b, 30);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> RotateLeft(Vector256<uint> value, [ConstantExpected] int count) =>
        Vector256.ShiftLeft(value, count) | Vector256.ShiftRightLogical(value, 32 - count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Choose(Vector256<uint> b, Vector256<uint> c, Vector256<uint> d) => d ^ (b & (c ^ d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Majority(Vector256<uint> b, Vector256<uint> c, Vector256<uint> d) => (b & c) | (d & (b | c));
}
