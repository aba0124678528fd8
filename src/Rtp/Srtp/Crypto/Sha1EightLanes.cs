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

    // One more than the 80 words, because they are made by fives.
    private const int ScheduleLength = 81;

    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Takes <paramref name="count"/> whole blocks of each lane into its state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Compress(Vector256<uint>* state, byte** lanes, int count)
    {
        // The message schedule, made 16 words ahead of the rounds that use it, so that neither waits for the other.
        // Aligned, so that no vector lies across two cache lines.
        byte* memory = stackalloc byte[(ScheduleLength + 1) * sizeof(Vector256<uint>)];
        nuint misalignment = (nuint)memory % (nuint)sizeof(Vector256<uint>);
        Vector256<uint>* w = (Vector256<uint>*)(memory + (nuint)sizeof(Vector256<uint>) - misalignment);
        for (nint offset = 0; count > 0; count--, offset += Sha1.BlockLength)
        {
            LoadWords(lanes, offset, w);
            LoadWords(lanes, offset + 32, w + 8);
            Vector256<uint> a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
            for (int i = 0; i < 20; i += 5)
            {
                FiveRounds<Choose>(w + i, Vector256.Create(0x5a827999u), ref a, ref b, ref c, ref d, ref e);
                Extend(w + i);
            }

            for (int i = 20; i < 40; i += 5)
            {
                FiveRounds<Parity>(w + i, Vector256.Create(0x6ed9eba1u), ref a, ref b, ref c, ref d, ref e);
                Extend(w + i);
            }

            for (int i = 40; i < 60; i += 5)
            {
                FiveRounds<Majority>(w + i, Vector256.Create(0x8f1bbcdcu), ref a, ref b, ref c, ref d, ref e);
                Extend(w + i);
            }

            Extend(w + 60);
            for (int i = 60; i < 80; i += 5)
            {
                FiveRounds<Parity>(w + i, Vector256.Create(0xca62c1d6u), ref a, ref b, ref c, ref d, ref e);
            }

            state[0] += a;
            state[1] += b;
            state[2] += c;
            state[3] += d;
            state[4] += e;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FiveRounds<TFunction>(
        Vector256<uint>* w, Vector256<uint> constant,
        ref Vector256<uint> a, ref Vector256<uint> b, ref Vector256<uint> c, ref Vector256<uint> d, ref Vector256<uint> e)
        where TFunction : IRoundFunction
    {
        e += (w[0] + constant) + TFunction.Apply(b, c, d) + RotateLeft(a, 5);
        b = RotateLeft(b, 30);
        d += (w[1] + constant) + TFunction.Apply(a, b, c) + RotateLeft(e, 5);
        a = RotateLeft(a, 30);
        c += (w[2] + constant) + TFunction.Apply(e, a, b) + RotateLeft(d, 5);
        e = RotateLeft(e, 30);
        b += (w[3] + constant) + TFunction.Apply(d, e, a) + RotateLeft(c, 5);
        d = RotateLeft(d, 30);
        a += (w[4] + constant) + TFunction.Apply(c, d, e) + RotateLeft(b, 5);
        c = RotateLeft(c, 30);
    }

    /// <summary>Makes the five words that are used sixteen rounds later (FIPS 180-4 section 6.1.2, step 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Extend(Vector256<uint>* w)
    {
        w[16] = RotateLeft(w[13] ^ w[8] ^ w[2] ^ w[0], 1);
        w[17] = RotateLeft(w[14] ^ w[9] ^ w[3] ^ w[1], 1);
        w[18] = RotateLeft(w[15] ^ w[10] ^ w[4] ^ w[2], 1);
        w[19] = RotateLeft(w[16] ^ w[11] ^ w[5] ^ w[3], 1);
        w[20] = RotateLeft(w[17] ^ w[12] ^ w[6] ^ w[4], 1);
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
    private static Vector256<uint> RotateLeft(Vector256<uint> value, [ConstantExpected] byte count) =>
        Avx512F.VL.IsSupported
            ? Avx512F.VL.RotateLeft(value, count)
            : Vector256.ShiftLeft(value, count) | Vector256.ShiftRightLogical(value, 32 - count);

    /// <summary>The functions of FIPS 180-4 section 4.1.1.</summary>
    private interface IRoundFunction
    {
        static abstract Vector256<uint> Apply(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z);
    }

    private readonly struct Choose : IRoundFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<uint> Apply(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => z ^ (x & (y ^ z));
    }

    private readonly struct Parity : IRoundFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<uint> Apply(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => x ^ y ^ z;
    }

    private readonly struct Majority : IRoundFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<uint> Apply(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => (x & y) | (z & (x | y));
    }
}
