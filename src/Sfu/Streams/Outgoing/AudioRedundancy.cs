using Rtp.Codecs;
using Sfu.Memory;
using Sfu.Streams.Incoming;

namespace Sfu.Streams.Outgoing;

/// <summary>
/// Sends earlier payloads of sound once more in later packets (RED, RFC 2198): as many as the receiver's losses call for, and those that it asks
/// for. A request is answered so and not by the packet itself: that one under another header would repeat a GCM nonce (RFC 7714 section 8), and
/// browsers negotiate no RTX for sound.
/// </summary>
internal sealed class AudioRedundancy
{
    /// <summary>The longest payload it makes; with header, extensions and tag it fits every path.</summary>
    public const int MaximumLength = 1100;

    private const int MaximumBlocks = 4;
    private const int MaximumAsked = 8;

    // RFC 2198 section 3: 14 bits of timestamp offset, 10 bits of length.
    private const uint MaximumTimestampOffset = 0x3FFF;
    private const int MaximumBlockLength = 0x3FF;

    private readonly long[] _asked = new long[MaximumAsked];
    private readonly RedundancyLevel _level = new();
    private int _askedCount;
    private long _first;

    /// <summary>How many payloads before its own every packet carries.</summary>
    public int Distance => _level.Distance;

    /// <summary>A stream begins with this packet of its source: what was before is not the receiver's to hear.</summary>
    public void Start(long sequence)
    {
        _first = sequence;
        _askedCount = 0;
    }

    /// <inheritdoc cref="RedundancyLevel.Most"/>
    public void Limit(int most) => _level.Most = most;

    /// <summary>Notes the share of packets that the receiver lost, in 256ths.</summary>
    public void NoteLoss(byte fractionLost, MediaTime now) => _level.NoteLoss(fractionLost, now);

    /// <summary>The receiver lacks a packet of the source.</summary>
    public void Ask(long sequence, MediaTime now)
    {
        _level.NoteRequest(now);
        int place = _askedCount;
        while (place > 0 && _asked[place - 1] > sequence)
        {
            place--;
        }

        if (_askedCount == MaximumAsked || (place > 0 && _asked[place - 1] == sequence))
        {
            return;
        }

        Array.Copy(_asked, place, _asked, place + 1, _askedCount - place);
        _asked[place] = sequence;
        _askedCount++;
    }

    /// <summary>Writes a packet's payload with earlier ones before it.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="cache">Holds the earlier ones.</param>
    /// <param name="pool">Holds the payloads.</param>
    /// <param name="payloadType">What the receiver calls the codec of the blocks.</param>
    /// <param name="destination">Of <see cref="MaximumLength"/> bytes.</param>
    /// <returns>Bytes; 0 when the packet goes out as it is.</returns>
    public int Write(in MediaPacket packet, PacketCache cache, SlabPool pool, byte payloadType, Span<byte> destination)
    {
        Span<long> blocks = stackalloc long[MaximumBlocks];
        int count = Choose(packet, cache, blocks);
        if (count == 0)
        {
            return 0;
        }

        var writer = new RedWriter(destination, count);
        for (int i = 0; i < count; i++)
        {
            ref MediaPacket earlier = ref cache.Find(blocks[i]);
            if (!writer.TryAdd(payloadType, packet.Timestamp - earlier.Timestamp, Payload(earlier, pool)))
            {
                return 0;
            }
        }

        return writer.TryFinish(payloadType, Payload(packet, pool), out int length) ? length : 0;
    }

    private static ReadOnlySpan<byte> Payload(in MediaPacket packet, SlabPool pool) =>
        pool.Span(packet.Slab).Slice(packet.PayloadOffset, packet.PayloadLength);

    // The oldest first; the last ones are those right before the packet.
    private int Choose(in MediaPacket packet, PacketCache cache, Span<long> blocks)
    {
        int count = 0;
        int room = MaximumLength - packet.PayloadLength - (MaximumBlocks * sizeof(uint)) - 1;
        long recent = packet.Sequence - Distance;
        for (int i = 0; i < _askedCount && count < MaximumBlocks - Distance; i++)
        {
            if (_asked[i] < recent && Fits(_asked[i], packet, cache, ref room))
            {
                blocks[count++] = _asked[i];
            }
        }

        _askedCount = 0;
        for (long sequence = recent; sequence < packet.Sequence; sequence++)
        {
            if (Fits(sequence, packet, cache, ref room))
            {
                blocks[count++] = sequence;
            }
        }

        return count;
    }

    private bool Fits(long sequence, in MediaPacket packet, PacketCache cache, ref int room)
    {
        ref MediaPacket earlier = ref cache.Find(sequence);
        if (sequence < _first || System.Runtime.CompilerServices.Unsafe.IsNullRef(ref earlier)
            || earlier.PayloadType != packet.PayloadType
            || packet.Timestamp - earlier.Timestamp is 0 or > MaximumTimestampOffset
            || earlier.PayloadLength > Math.Min(room, MaximumBlockLength))
        {
            return false;
        }

        room -= earlier.PayloadLength;
        return true;
    }
}
