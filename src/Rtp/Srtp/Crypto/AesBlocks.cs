using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Rtp.Srtp.Crypto;

/// <summary>
/// AES by AES-NI: the key schedule, one block, and the steps of eight counter blocks in eight registers. Eight, because an AES round has
/// a latency of three to four cycles and two can start in each.
/// </summary>
internal static unsafe class AesBlocks
{
    /// <summary>Bytes to reserve for round keys: fifteen of AES-256, rounded up to whole cache lines.</summary>
    public const int RoundKeysLength = 16 * 16;

    /// <summary>
    /// Reverses the bytes of a counter block's last word only: from a number that can be added to, to what is enciphered.
    /// </summary>
    private static Vector128<byte> CounterOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 14, 13, 12);
    }

    /// <summary>Expands a key of 16 or 32 bytes (FIPS 197 section 5.2) and returns the number of rounds, 10 or 14.</summary>
    public static int ExpandKey(ReadOnlySpan<byte> key, Vector128<byte>* roundKeys)
    {
        if (key.Length == 16)
        {
            ExpandKey128(Vector128.Create(key), roundKeys);
            return 10;
        }

        ExpandKey256(Vector128.Create(key), Vector128.Create(key[16..]), roundKeys);
        return 14;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Encrypt(Vector128<byte> block, Vector128<byte>* roundKeys, int rounds)
    {
        block ^= roundKeys[0];
        for (int round = 1; round < rounds; round++)
        {
            block = Aes.Encrypt(block, roundKeys[round]);
        }

        return Aes.EncryptLast(block, roundKeys[rounds]);
    }

    /// <summary>A counter block with its last word as a number of this machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> ToCounter(Vector128<byte> block) => Ssse3.Shuffle(block, CounterOrder).AsUInt32();

    /// <summary>Eight consecutive counter blocks, with the first round key added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Start(
        Vector128<uint> counter, Vector128<byte> key,
        out Vector128<byte> b0, out Vector128<byte> b1, out Vector128<byte> b2, out Vector128<byte> b3,
        out Vector128<byte> b4, out Vector128<byte> b5, out Vector128<byte> b6, out Vector128<byte> b7)
    {
        b0 = Ssse3.Shuffle(counter.AsByte(), CounterOrder) ^ key;
        b1 = Ssse3.Shuffle((counter + Vector128.Create(0u, 0, 0, 1)).AsByte(), CounterOrder) ^ key;
        b2 = Ssse3.Shuffle((counter + Vector128.Create(0u, 0, 0, 2)).AsByte(), CounterOrder) ^ key;
        b3 = Ssse3.Shuffle((counter + Vector128.Create(0u, 0, 0, 3)).AsByte(), CounterOrder) ^ key;
        b4 = Ssse3.Shuffle((counter + Vector128.Create(0u, 0, 0, 4)).AsByte(), CounterOrder) ^ key;
        b5 = Ssse3.Shuffle((counter + Vector128.Create(0u, 0, 0, 5)).AsByte(), CounterOrder) ^ key;
        b6 = Ssse3.Shuffle((counter + Vector128.Create(0u, 0, 0, 6)).AsByte(), CounterOrder) ^ key;
        b7 = Ssse3.Shuffle((counter + Vector128.Create(0u, 0, 0, 7)).AsByte(), CounterOrder) ^ key;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Round(
        Vector128<byte> key,
        ref Vector128<byte> b0, ref Vector128<byte> b1, ref Vector128<byte> b2, ref Vector128<byte> b3,
        ref Vector128<byte> b4, ref Vector128<byte> b5, ref Vector128<byte> b6, ref Vector128<byte> b7)
    {
        b0 = Aes.Encrypt(b0, key);
        b1 = Aes.Encrypt(b1, key);
        b2 = Aes.Encrypt(b2, key);
        b3 = Aes.Encrypt(b3, key);
        b4 = Aes.Encrypt(b4, key);
        b5 = Aes.Encrypt(b5, key);
        b6 = Aes.Encrypt(b6, key);
        b7 = Aes.Encrypt(b7, key);
    }

    /// <summary>The rounds from the tenth to the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(
        Vector128<byte>* keys, int rounds,
        ref Vector128<byte> b0, ref Vector128<byte> b1, ref Vector128<byte> b2, ref Vector128<byte> b3,
        ref Vector128<byte> b4, ref Vector128<byte> b5, ref Vector128<byte> b6, ref Vector128<byte> b7)
    {
        if (rounds > 10)
        {
            Round(keys[10], ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            Round(keys[11], ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            Round(keys[12], ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            Round(keys[13], ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        }

        Vector128<byte> key = keys[rounds];
        b0 = Aes.EncryptLast(b0, key);
        b1 = Aes.EncryptLast(b1, key);
        b2 = Aes.EncryptLast(b2, key);
        b3 = Aes.EncryptLast(b3, key);
        b4 = Aes.EncryptLast(b4, key);
        b5 = Aes.EncryptLast(b5, key);
        b6 = Aes.EncryptLast(b6, key);
        b7 = Aes.EncryptLast(b7, key);
    }

    /// <summary>Writes 128 bytes of <paramref name="source"/>, combined with the eight blocks, to <paramref name="destination"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Xor(
        byte* source, byte* destination,
        Vector128<byte> b0, Vector128<byte> b1, Vector128<byte> b2, Vector128<byte> b3,
        Vector128<byte> b4, Vector128<byte> b5, Vector128<byte> b6, Vector128<byte> b7)
    {
        (b0 ^ Vector128.Load(source)).Store(destination);
        (b1 ^ Vector128.Load(source + 16)).Store(destination + 16);
        (b2 ^ Vector128.Load(source + 32)).Store(destination + 32);
        (b3 ^ Vector128.Load(source + 48)).Store(destination + 48);
        (b4 ^ Vector128.Load(source + 64)).Store(destination + 64);
        (b5 ^ Vector128.Load(source + 80)).Store(destination + 80);
        (b6 ^ Vector128.Load(source + 96)).Store(destination + 96);
        (b7 ^ Vector128.Load(source + 112)).Store(destination + 112);
    }

    /// <summary>Writes the key stream of eight consecutive counter blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void KeyStream(Vector128<uint> counter, Vector128<byte>* keys, int rounds, byte* destination)
    {
        Start(counter, keys[0], out var b0, out var b1, out var b2, out var b3, out var b4, out var b5, out var b6, out var b7);
        for (int round = 1; round < 10; round++)
        {
            Round(keys[round], ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        }

        Finish(keys, rounds, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        b0.Store(destination);
        b1.Store(destination + 16);
        b2.Store(destination + 32);
        b3.Store(destination + 48);
        b4.Store(destination + 64);
        b5.Store(destination + 80);
        b6.Store(destination + 96);
        b7.Store(destination + 112);
    }

    /// <summary>
    /// Combines fewer than 128 bytes with key stream that lies in memory, and returns what came of the last block where that is not
    /// a whole one, padded with zeros.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> XorTail(byte* source, byte* destination, byte* keyStream, nuint length)
    {
        for (; length >= 16; length -= 16, source += 16, destination += 16, keyStream += 16)
        {
            (Vector128.Load(source) ^ Vector128.Load(keyStream)).Store(destination);
        }

        Vector128<byte> last = PartialBlock.Mask(PartialBlock.Load(source, length) ^ Vector128.Load(keyStream), length);
        PartialBlock.Store(last, destination, length);
        return last;
    }

    private static void ExpandKey128(Vector128<byte> key, Vector128<byte>* roundKeys)
    {
        roundKeys[0] = key;
        roundKeys[1] = key = Next(key, Aes.KeygenAssist(key, 0x01));
        roundKeys[2] = key = Next(key, Aes.KeygenAssist(key, 0x02));
        roundKeys[3] = key = Next(key, Aes.KeygenAssist(key, 0x04));
        roundKeys[4] = key = Next(key, Aes.KeygenAssist(key, 0x08));
        roundKeys[5] = key = Next(key, Aes.KeygenAssist(key, 0x10));
        roundKeys[6] = key = Next(key, Aes.KeygenAssist(key, 0x20));
        roundKeys[7] = key = Next(key, Aes.KeygenAssist(key, 0x40));
        roundKeys[8] = key = Next(key, Aes.KeygenAssist(key, 0x80));
        roundKeys[9] = key = Next(key, Aes.KeygenAssist(key, 0x1b));
        roundKeys[10] = Next(key, Aes.KeygenAssist(key, 0x36));
    }

    private static void ExpandKey256(Vector128<byte> even, Vector128<byte> odd, Vector128<byte>* roundKeys)
    {
        roundKeys[0] = even;
        roundKeys[1] = odd;
        roundKeys[2] = even = Next(even, Aes.KeygenAssist(odd, 0x01));
        roundKeys[3] = odd = NextOdd(odd, even);
        roundKeys[4] = even = Next(even, Aes.KeygenAssist(odd, 0x02));
        roundKeys[5] = odd = NextOdd(odd, even);
        roundKeys[6] = even = Next(even, Aes.KeygenAssist(odd, 0x04));
        roundKeys[7] = odd = NextOdd(odd, even);
        roundKeys[8] = even = Next(even, Aes.KeygenAssist(odd, 0x08));
        roundKeys[9] = odd = NextOdd(odd, even);
        roundKeys[10] = even = Next(even, Aes.KeygenAssist(odd, 0x10));
        roundKeys[11] = odd = NextOdd(odd, even);
        roundKeys[12] = even = Next(even, Aes.KeygenAssist(odd, 0x20));
        roundKeys[13] = odd = NextOdd(odd, even);
        roundKeys[14] = Next(even, Aes.KeygenAssist(odd, 0x40));
    }

    private static Vector128<byte> Next(Vector128<byte> key, Vector128<byte> assist) =>
        PrefixXor(key) ^ Sse2.Shuffle(assist.AsUInt32(), 0xff).AsByte();

    // Every second key of AES-256 takes the substituted word without rotation and without a round constant.
    private static Vector128<byte> NextOdd(Vector128<byte> key, Vector128<byte> even) =>
        PrefixXor(key) ^ Sse2.Shuffle(Aes.KeygenAssist(even, 0).AsUInt32(), 0xaa).AsByte();

    private static Vector128<byte> PrefixXor(Vector128<byte> key)
    {
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 4);
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 8);
        return key;
    }
}
