using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Rtp.Srtp.Crypto;

/// <summary>
/// HMAC-SHA1 (RFC 2104) of a message and a 32-bit word behind it, as SRTP authenticates packets (RFC 3711 section 4.2). The blocks with
/// the padded key are hashed once, when the key is set.
/// </summary>
internal sealed unsafe class HmacSha1 : IDisposable
{
    private readonly KeyMemory _memory = new(2 * sizeof(Sha1State));

    /// <param name="key">At most 64 bytes; SRTP's has 20.</param>
    public HmacSha1(ReadOnlySpan<byte> key)
    {
        byte* block = stackalloc byte[Sha1.BlockLength];
        Span<byte> padded = new(block, Sha1.BlockLength);
        Inner = SetKey(key, padded, 0x36, block);
        Outer = SetKey(key, padded, 0x5c, block);
        CryptographicOperations.ZeroMemory(padded);
    }

    /// <summary>The state after the key block that precedes the message.</summary>
    public ref Sha1State Inner => ref *(Sha1State*)_memory.Pointer;

    /// <summary>The state after the key block that precedes the message's digest.</summary>
    public ref Sha1State Outer => ref *((Sha1State*)_memory.Pointer + 1);

    /// <summary>Writes the first bytes of the digest, as many as <paramref name="tag"/> has (at most 20).</summary>
    [SkipLocalsInit]
    public void Compute(ReadOnlySpan<byte> message, uint word, Span<byte> tag)
    {
        Sha1Context context = new(Inner);
        Absorb(&context, message);
        Finish(&context, message, word, tag);
    }

    /// <summary>
    /// Compares <paramref name="tag"/> with that of the message followed by one of the words, and returns which one matches, or -1.
    /// What the words have in common is hashed once.
    /// </summary>
    [SkipLocalsInit]
    public int Verify(ReadOnlySpan<byte> message, ReadOnlySpan<uint> words, ReadOnlySpan<byte> tag)
    {
        Span<byte> expected = stackalloc byte[Sha1.DigestLength];
        expected = expected[..tag.Length];
        Sha1Context absorbed = new(Inner);
        Absorb(&absorbed, message);
        Sha1Context context = new(absorbed.State);
        for (int i = 0; i < words.Length; i++)
        {
            context.State = absorbed.State;
            Finish(&context, message, words[i], expected);
            if (CryptographicOperations.FixedTimeEquals(expected, tag))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// Writes the end of a message, the word behind it, and SHA-1's padding for a message that began with a key block.
    /// </summary>
    /// <param name="end">The part of the message that follows the blocks that were hashed already.</param>
    /// <param name="length">Bytes of the whole message.</param>
    /// <param name="word">The word behind it.</param>
    /// <param name="target">Whole blocks, exactly as many as it takes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteEnd(ReadOnlySpan<byte> end, int length, uint word, Span<byte> target)
    {
        end.CopyTo(target);
        BinaryPrimitives.WriteUInt32BigEndian(target[end.Length..], word);
        target[(end.Length + 4)..].Clear();
        target[end.Length + 4] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(target[^8..], (ulong)(Sha1.BlockLength + length + 4) * 8);
    }

    /// <summary>Writes the block that holds a digest and SHA-1's padding behind a key block.</summary>
    public static void WriteDigestBlock(in Sha1State digest, byte* block)
    {
        Span<byte> target = new(block, Sha1.BlockLength);
        WriteDigest(digest, target);
        target[Sha1.DigestLength..].Clear();
        target[Sha1.DigestLength] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(target[^8..], (Sha1.BlockLength + Sha1.DigestLength) * 8);
    }

    /// <summary>Writes a digest's 20 bytes.</summary>
    public static void WriteDigest(in Sha1State digest, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, digest.A);
        BinaryPrimitives.WriteUInt32BigEndian(target[4..], digest.B);
        BinaryPrimitives.WriteUInt32BigEndian(target[8..], digest.C);
        BinaryPrimitives.WriteUInt32BigEndian(target[12..], digest.D);
        BinaryPrimitives.WriteUInt32BigEndian(target[16..], digest.E);
    }

    public void Dispose() => _memory.Dispose();

    private static Sha1State SetKey(ReadOnlySpan<byte> key, Span<byte> padded, byte pad, byte* block)
    {
        padded.Fill(pad);
        for (int i = 0; i < key.Length; i++)
        {
            padded[i] ^= key[i];
        }

        Sha1Context context = new(Sha1State.Initial);
        Sha1.Compress(&context, block, 1);
        return context.State;
    }

    /// <summary>Takes the whole blocks of a message.</summary>
    private static void Absorb(Sha1Context* context, ReadOnlySpan<byte> message)
    {
        if (message.Length >= Sha1.BlockLength)
        {
            fixed (byte* start = message)
            {
                Sha1.Compress(context, start, message.Length / Sha1.BlockLength);
            }
        }
    }

    /// <summary>Takes what follows a message's whole blocks, and hashes the digest under the outer key.</summary>
    [SkipLocalsInit]
    private void Finish(Sha1Context* context, ReadOnlySpan<byte> message, uint word, Span<byte> tag)
    {
        byte* blocks = stackalloc byte[2 * Sha1.BlockLength];
        ReadOnlySpan<byte> end = message[^(message.Length % Sha1.BlockLength)..];
        int count = end.Length + 4 + 1 + 8 <= Sha1.BlockLength ? 1 : 2;
        WriteEnd(end, message.Length, word, new Span<byte>(blocks, count * Sha1.BlockLength));
        Sha1.Compress(context, blocks, count);
        WriteDigestBlock(context->State, blocks);
        context->State = Outer;
        Sha1.Compress(context, blocks, 1);
        GC.KeepAlive(_memory);

        Span<byte> digest = new(blocks, Sha1.DigestLength);
        WriteDigest(context->State, digest);
        digest[..tag.Length].CopyTo(tag);
    }
}
