using System.Numerics;
using Rtp.Srtp.Crypto;

namespace Rtp.Srtp;

/// <summary>
/// Protects RTP packets as <see cref="SrtpSenderStream.Protect"/> does, but leaves tags of HMAC-SHA1 until there are eight for packets of about the
/// same length, whoever they go to: side by side they cost little more than half. AES-GCM's tags are written at once. One object for each thread.
/// </summary>
/// <remarks>
/// A packet is complete after <see cref="Complete"/> at the latest. Until then its memory must stay where it is, and its keys must not be disposed.
/// </remarks>
public sealed unsafe class SrtpTagBatch
{
    private const int LaneCount = Sha1EightLanes.LaneCount;

    // Packets of up to 4 KiB; the bits of a word tell which groups have some.
    private const int GroupCount = 64;

    /// <summary>
    /// Packets of a length from which on it is worth it: eight lanes take as long as four to five packets one by one by OpenSSL's SHA-1, and two by
    /// ours (measured).
    /// </summary>
    internal static readonly int WorthwhileLanes = Sha1.UsesLibCrypto ? 5 : 2;

    // By the number of blocks.
    private readonly HmacSha1Request[] _requests = new HmacSha1Request[GroupCount * LaneCount];
    private readonly int[] _counts = new int[GroupCount];
    private ulong _waiting;

    /// <summary>Writes a protected RTP packet, whose tag may follow later.</summary>
    /// <param name="stream">The stream to send in.</param>
    /// <param name="destination">Starts with the header; receives payload and tag.</param>
    /// <param name="room">Bytes there.</param>
    /// <param name="headerLength">Bytes of fixed header, CSRCs and header extension.</param>
    /// <param name="payload">What to encipher; free again on return.</param>
    /// <param name="length">Bytes of the protected packet, with its tag; 0 unless Ok.</param>
    public SrtpStatus Protect(
        SrtpSenderStream stream, byte* destination, int room, int headerLength, ReadOnlySpan<byte> payload, out int length)
    {
        Span<byte> packet = new(destination, room);
        if (stream.Transform is not CounterModeTransform { UsesLanes: true } transform)
        {
            return stream.Protect(packet, headerLength, payload, out length);
        }

        SrtpStatus status = stream.Reserve(packet, headerLength, payload.Length, transform.TagLength, out length, out ulong index);
        if (status == SrtpStatus.Ok)
        {
            transform.EncryptRtp(stream.Ssrc, index, packet, headerLength, payload);
            int messageLength = length - transform.TagLength;
            Add(new HmacSha1Request
            {
                Key = transform.Authenticator,
                Message = destination,
                Length = messageLength,
                Word = CounterModeTransform.RolloverCounter(index),
                Tag = destination + messageLength,
                TagLength = transform.TagLength,
            });
        }

        return status;
    }

    /// <summary>Writes all tags that are missing.</summary>
    public void Complete()
    {
        while (_waiting != 0)
        {
            WriteTags(BitOperations.TrailingZeroCount(_waiting));
        }
    }

    /// <summary>Gives up the tags that are missing: their packets are not sent.</summary>
    public void Abandon()
    {
        for (; _waiting != 0; _waiting &= _waiting - 1)
        {
            _counts[BitOperations.TrailingZeroCount(_waiting)] = 0;
        }
    }

    internal void Add(in HmacSha1Request request)
    {
        int group = HmacSha1EightLanes.BlockCount(request.Length);
        if (group >= GroupCount)
        {
            Compute(request);
            return;
        }

        int count = _counts[group];
        _requests[(group * LaneCount) + count] = request;
        _counts[group] = ++count;
        _waiting |= 1UL << group;
        if (count == LaneCount)
        {
            WriteTags(group);
        }
    }

    private static void Compute(in HmacSha1Request request) => request.Key.Compute(
        new ReadOnlySpan<byte>(request.Message, request.Length), request.Word, new Span<byte>(request.Tag, request.TagLength));

    private void WriteTags(int group)
    {
        ReadOnlySpan<HmacSha1Request> requests = _requests.AsSpan(group * LaneCount, _counts[group]);
        _counts[group] = 0;
        _waiting &= ~(1UL << group);
        if (requests.Length >= WorthwhileLanes)
        {
            HmacSha1EightLanes.Compute(requests);
            return;
        }

        foreach (ref readonly HmacSha1Request request in requests)
        {
            Compute(request);
        }
    }
}
