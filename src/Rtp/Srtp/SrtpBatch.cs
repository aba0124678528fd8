using System.Runtime.CompilerServices;
using Rtp.Srtp.Crypto;

namespace Rtp.Srtp;

/// <summary>
/// Protects several packets at once: the same ones for many peers, or many for one. What comes out is what
/// <see cref="SrtpSenderStream.Protect"/> gives for each; with HMAC-SHA1, neighbours of equal length cost little more than half of it.
/// </summary>
public static class SrtpBatch
{
    private const int LaneCount = Sha1EightLanes.LaneCount;

    // Eight lanes take as long as four to five packets one by one by OpenSSL's SHA-1, and two by ours (measured).
    private static readonly int WorthwhileLanes = Sha1.UsesLibCrypto ? 5 : 2;

    /// <summary>
    /// Protects each packet, in order, and sets its <see cref="SrtpBatchPacket.Status"/> and <see cref="SrtpBatchPacket.Length"/>.
    /// </summary>
    [SkipLocalsInit]
    public static void Protect(Span<SrtpBatchPacket> packets)
    {
        Span<int> group = stackalloc int[LaneCount];
        Span<uint> counters = stackalloc uint[LaneCount];
        int count = 0;
        for (int i = 0; i < packets.Length; i++)
        {
            ref SrtpBatchPacket packet = ref packets[i];
            Span<byte> destination = packet.Destination.Span;
            ReadOnlySpan<byte> payload = packet.Payload.Span;
            SrtpSenderStream stream = packet.Stream;
            if (!Sha1EightLanes.IsSupported || stream.Transform is not CounterModeTransform transform)
            {
                packet.Status = stream.Protect(destination, packet.HeaderLength, payload, out int aloneLength);
                packet.Length = aloneLength;
                continue;
            }

            packet.Status = stream.Reserve(
                destination, packet.HeaderLength, payload.Length, transform.TagLength, out int length, out ulong index);
            packet.Length = length;
            if (packet.Status != SrtpStatus.Ok)
            {
                continue;
            }

            transform.EncryptRtp(stream.Ssrc, index, destination, packet.HeaderLength, payload);
            if (count == LaneCount || (count > 0 && packets[group[0]].Length != length))
            {
                Authenticate(packets, group[..count], counters[..count]);
                count = 0;
            }

            group[count] = i;
            counters[count] = CounterModeTransform.RolloverCounter(index);
            count++;
        }

        Authenticate(packets, group[..count], counters[..count]);
    }

    private static void Authenticate(Span<SrtpBatchPacket> packets, ReadOnlySpan<int> group, ReadOnlySpan<uint> counters)
    {
        if (group.Length >= WorthwhileLanes)
        {
            AuthenticateInLanes(packets, group, counters);
            return;
        }

        for (int i = 0; i < group.Length; i++)
        {
            ref SrtpBatchPacket packet = ref packets[group[i]];
            CounterModeTransform transform = (CounterModeTransform)packet.Stream.Transform;
            transform.AppendTag(packet.Destination.Span[..packet.Length], counters[i]);
        }
    }

    [SkipLocalsInit]
    private static unsafe void AuthenticateInLanes(Span<SrtpBatchPacket> packets, ReadOnlySpan<int> group, ReadOnlySpan<uint> counters)
    {
        Authenticators authenticators = default;
        for (int i = 0; i < group.Length; i++)
        {
            authenticators[i] = ((CounterModeTransform)packets[group[i]].Stream.Transform).Authenticator;
        }

        fixed (byte*
            m0 = Message(packets, group, 0), m1 = Message(packets, group, 1), m2 = Message(packets, group, 2),
            m3 = Message(packets, group, 3), m4 = Message(packets, group, 4), m5 = Message(packets, group, 5),
            m6 = Message(packets, group, 6), m7 = Message(packets, group, 7))
        {
            byte** messages = stackalloc byte*[LaneCount] { m0, m1, m2, m3, m4, m5, m6, m7 };
            int tagLength = packets[group[0]].Stream.Transform.TagLength;
            int length = packets[group[0]].Length - tagLength;
            HmacSha1EightLanes.Append(authenticators[..group.Length], messages, length, counters, tagLength);
        }
    }

    // Lanes without a packet of their own repeat the last one.
    private static Span<byte> Message(Span<SrtpBatchPacket> packets, ReadOnlySpan<int> group, int lane) =>
        packets[group[Math.Min(lane, group.Length - 1)]].Destination.Span;

    [InlineArray(LaneCount)]
    private struct Authenticators
    {
        private HmacSha1 _first;
    }
}
