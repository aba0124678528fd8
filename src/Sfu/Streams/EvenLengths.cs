using Sfu.Memory;
using Sfu.Streams.Incoming;

namespace Sfu.Streams;

/// <summary>
/// Brings the packets of a frame to one length. Senders cut a frame into equal parts, of which some are a byte longer than the others; with a byte of padding
/// (RFC 3550 section 5.1) behind the shorter ones, all of them leave to a receiver as one message (<c>UDP_SEGMENT</c>) in place of two.
/// </summary>
internal static class EvenLengths
{
    private const byte Padding = 1;

    /// <summary>Pads what is a byte shorter than the longest.</summary>
    /// <param name="cache">Holds the packets.</param>
    /// <param name="first">The number of the first; all of them are there.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="pool">Holds their bytes.</param>
    public static void Pad(PacketCache cache, long first, int count, SlabPool pool)
    {
        int longest = 0;
        for (int i = 0; i < count; i++)
        {
            longest = Math.Max(longest, cache.Find(first + i).PayloadLength);
        }

        for (int i = 0; i < count; i++)
        {
            ref MediaPacket packet = ref cache.Find(first + i);
            int end = packet.PayloadOffset + packet.PayloadLength;
            if (packet.PayloadLength > 0 && packet.PayloadLength + Padding == longest && end < SlabPool.SlabSize)
            {
                packet.Padding = Padding;
                pool.Span(packet.Slab)[end] = Padding;
            }
        }
    }
}
