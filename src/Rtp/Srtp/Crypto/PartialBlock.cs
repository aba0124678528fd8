using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rtp.Srtp.Crypto;

/// <summary>Blocks of fewer than 16 bytes, without touching the memory behind them.</summary>
internal static unsafe class PartialBlock
{
    /// <summary>The first <paramref name="length"/> bytes (0 to 15), followed by zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(byte* source, nuint length)
    {
        if (length >= 8)
        {
            return Vector128.Create(Unsafe.ReadUnaligned<ulong>(source), LoadWord(source + 8, length - 8)).AsByte();
        }

        return Vector128.CreateScalar(LoadWord(source, length)).AsByte();
    }

    /// <summary>Writes the first <paramref name="length"/> bytes (0 to 15) of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<byte> block, byte* destination, nuint length)
    {
        ulong word = block.AsUInt64()[0];
        if (length >= 8)
        {
            Unsafe.WriteUnaligned(destination, word);
            word = block.AsUInt64()[1];
            destination += 8;
            length -= 8;
        }

        for (; length > 0; length--, word >>= 8)
        {
            *destination++ = (byte)word;
        }
    }

    /// <summary>The block with all but its first <paramref name="length"/> bytes cleared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Mask(Vector128<byte> block, nuint length) =>
        block & Vector128.LessThan(
            Vector128.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), Vector128.Create((byte)length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LoadWord(byte* source, nuint length)
    {
        if (length >= 4)
        {
            // Two reads that overlap where fewer than eight bytes are there.
            return Unsafe.ReadUnaligned<uint>(source)
                | ((ulong)Unsafe.ReadUnaligned<uint>(source + length - 4) << (int)((length - 4) * 8));
        }

        ulong word = 0;
        for (nuint i = 0; i < length; i++)
        {
            word |= (ulong)source[i] << (int)(i * 8);
        }

        return word;
    }
}
