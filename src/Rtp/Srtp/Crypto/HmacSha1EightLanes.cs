using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rtp.Srtp.Crypto;

/// <summary><see cref="HmacSha1"/> of up to eight messages of as many blocks, each under its own key.</summary>
internal static unsafe class HmacSha1EightLanes
{
    private const int LaneCount = Sha1EightLanes.LaneCount;

    // The word, the bit that ends the message, and its length.
    private const int TrailerLength = 4 + 1 + 8;

    // The last blocks are copied to where the trailer can follow. Messages of equally many blocks differ by less than one block in length: what
    // all of them have in whole blocks is all but two.
    private const int CopiedBlocks = 2;

    private const int Alignment = 64;
    private const int BlocksLength = LaneCount * CopiedBlocks * Sha1.BlockLength;

    // A whole number of cache lines.
    private const int StateLength = (Sha1EightLanes.StateLength + 1) * LaneCount * sizeof(uint);

    /// <summary>Blocks that a message takes with what follows it. Only messages with the same number can be taken together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int BlockCount(int length) => (length + TrailerLength + Sha1.BlockLength - 1) / Sha1.BlockLength;

    /// <summary>Makes one to eight tags.</summary>
    [SkipLocalsInit]
    public static void Compute(ReadOnlySpan<HmacSha1Request> requests)
    {
        // Aligned, so that no vector lies across two cache lines.
        byte* memory = stackalloc byte[StateLength + BlocksLength + Alignment];
        byte* aligned = (byte*)(((nuint)memory + Alignment - 1) & ~(nuint)(Alignment - 1));
        Vector256<uint>* state = (Vector256<uint>*)aligned;
        byte* blocks = aligned + StateLength;
        byte** lanes = stackalloc byte*[LaneCount];
        for (int i = 0; i < LaneCount; i++)
        {
            ref readonly HmacSha1Request request = ref Lane(requests, i);
            SetLane(state, i, request.Key.Inner);
            lanes[i] = request.Message;
        }

        int count = BlockCount(requests[0].Length);
        int whole = Math.Max(0, count - CopiedBlocks);
        Sha1EightLanes.Compress(state, lanes, whole);

        int absorbed = whole * Sha1.BlockLength;
        int rest = (count - whole) * Sha1.BlockLength;
        for (int i = 0; i < LaneCount; i++)
        {
            ref readonly HmacSha1Request request = ref Lane(requests, i);
            lanes[i] = blocks + (i * CopiedBlocks * Sha1.BlockLength);
            HmacSha1.WriteEnd(
                new ReadOnlySpan<byte>(request.Message + absorbed, request.Length - absorbed), request.Length, request.Word,
                new Span<byte>(lanes[i], rest));
        }

        Sha1EightLanes.Compress(state, lanes, count - whole);

        for (int i = 0; i < LaneCount; i++)
        {
            HmacSha1.WriteDigestBlock(GetLane(state, i), lanes[i]);
            SetLane(state, i, Lane(requests, i).Key.Outer);
        }

        Sha1EightLanes.Compress(state, lanes, 1);

        Span<byte> digest = stackalloc byte[Sha1.DigestLength];
        for (int i = 0; i < requests.Length; i++)
        {
            HmacSha1.WriteDigest(GetLane(state, i), digest);
            digest[..requests[i].TagLength].CopyTo(new Span<byte>(requests[i].Tag, requests[i].TagLength));
        }
    }

    // Lanes without a message of their own repeat the last one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref readonly HmacSha1Request Lane(ReadOnlySpan<HmacSha1Request> requests, int lane) =>
        ref requests[Math.Min(lane, requests.Length - 1)];

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
