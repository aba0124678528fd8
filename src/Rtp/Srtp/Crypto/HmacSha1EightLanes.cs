using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rtp.Srtp.Crypto;

/// <summary><see cref="HmacSha1"/> of up to eight messages of the same length, each under its own key.</summary>
internal static unsafe class HmacSha1EightLanes
{
    private const int LaneCount = Sha1EightLanes.LaneCount;

    /// <summary>
    /// Writes the first <paramref name="tagLength"/> bytes of each digest behind its message.
    /// </summary>
    /// <param name="keys">One for each message, at most eight.</param>
    /// <param name="messages">Eight pointers; those without a key of their own repeat another one.</param>
    /// <param name="length">Bytes of every message.</param>
    /// <param name="words">The word behind each message (see <see cref="HmacSha1"/>).</param>
    /// <param name="tagLength">At most 20.</param>
    [SkipLocalsInit]
    public static void Append(ReadOnlySpan<HmacSha1> keys, byte** messages, int length, ReadOnlySpan<uint> words, int tagLength)
    {
        Vector256<uint>* state = stackalloc Vector256<uint>[Sha1EightLanes.StateLength];
        byte* blocks = stackalloc byte[LaneCount * 2 * Sha1.BlockLength];
        byte** lanes = stackalloc byte*[LaneCount];

        for (int i = 0; i < LaneCount; i++)
        {
            SetLane(state, i, keys[Math.Min(i, keys.Length - 1)].Inner);
        }

        Sha1EightLanes.Compress(state, messages, length / Sha1.BlockLength);

        int count = 0;
        for (int i = 0; i < LaneCount; i++)
        {
            lanes[i] = blocks + (i * 2 * Sha1.BlockLength);
            count = HmacSha1.WriteLastBlocks(new ReadOnlySpan<byte>(messages[i], length), words[Math.Min(i, words.Length - 1)], lanes[i]);
        }

        Sha1EightLanes.Compress(state, lanes, count);

        for (int i = 0; i < LaneCount; i++)
        {
            HmacSha1.WriteDigestBlock(GetLane(state, i), lanes[i]);
            SetLane(state, i, keys[Math.Min(i, keys.Length - 1)].Outer);
        }

        Sha1EightLanes.Compress(state, lanes, 1);

        Span<byte> digest = stackalloc byte[Sha1.DigestLength];
        for (int i = 0; i < keys.Length; i++)
        {
            HmacSha1.WriteDigest(GetLane(state, i), digest);
            digest[..tagLength].CopyTo(new Span<byte>(messages[i] + length, tagLength));
        }
    }

    private static void SetLane(Vector256<uint>* state, int lane, in Sha1State value)
    {
        uint* words = (uint*)state + lane;
        words[0] = value.A;
        words[LaneCount] = value.B;
        words[2 * LaneCount] = value.C;
        words[3 * LaneCount] = value.D;
        words[4 * LaneCount] = value.E;
    }

    private static Sha1State GetLane(Vector256<uint>* state, int lane)
    {
        uint* words = (uint*)state + lane;
        return new Sha1State
        {
            A = words[0],
            B = words[LaneCount],
            C = words[2 * LaneCount],
            D = words[3 * LaneCount],
            E = words[4 * LaneCount],
        };
    }
}
