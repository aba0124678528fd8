using Sfu.Memory;

namespace Sfu.Net;

/// <summary>
/// Orders the datagrams of a turn by destination and cuts them into groups that leave as one message each (<c>UDP_SEGMENT</c>): the packets of a
/// picture are mostly of one size. What goes to one destination keeps its order.
/// </summary>
internal sealed class SegmentPlan
{
    // UDP_MAX_SEGMENTS of older kernels; newer ones take twice as many.
    private const int MaximumSegments = 64;

    // The longest UDP payload over IPv4.
    private const int MaximumBytes = 65_507;

    private int[] _order = new int[1024];
    private int[] _next = new int[1024];
    private int[] _heads = new int[1024];
    private int[] _tails = new int[1024];
    private int[] _buckets = new int[2048];
    private SegmentGroup[] _groups = new SegmentGroup[1024];
    private int _groupCount;

    /// <summary>Indices of datagrams, group by group.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>The groups.</summary>
    public ReadOnlySpan<SegmentGroup> Groups => _groups.AsSpan(0, _groupCount);

    /// <summary>Plans the UDP datagrams that one socket is to send.</summary>
    /// <param name="entries">All datagrams.</param>
    /// <param name="socket">The socket's number.</param>
    /// <param name="segment">Whether a message may carry more than one.</param>
    public void Build(ReadOnlySpan<OutgoingDatagram> entries, uint socket, bool segment)
    {
        Reserve(entries.Length);
        int destinations = Collect(entries, socket);
        _groupCount = 0;
        int placed = 0;
        for (int destination = 0; destination < destinations; destination++)
        {
            int first = placed;
            for (int index = _heads[destination]; index >= 0; index = _next[index])
            {
                _order[placed++] = index;
            }

            Cut(entries, first, placed, segment);
        }
    }

    // Chains the datagrams of each destination; answers the number of destinations.
    private int Collect(ReadOnlySpan<OutgoingDatagram> entries, uint socket)
    {
        int mask = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(entries.Length, 1) * 2) - 1;
        _buckets.AsSpan(0, mask + 1).Fill(-1);
        int destinations = 0;
        int last = -1;
        for (int i = 0; i < entries.Length; i++)
        {
            ref readonly TransportAddress address = ref entries[i].Destination;
            if (address.Protocol != TransportProtocol.Udp || address.Connection != socket)
            {
                continue;
            }

            // The packets of a picture to one destination lie side by side.
            int destination = last >= 0 && entries[_tails[last]].Destination == address ? last : Find(entries, address, mask, destinations);
            _next[i] = -1;
            if (destination == destinations)
            {
                destinations++;
                _heads[destination] = i;
            }
            else
            {
                _next[_tails[destination]] = i;
            }

            _tails[destination] = i;
            last = destination;
        }

        return destinations;
    }

    // The destination with an address; a new one gets the number that is free.
    private int Find(ReadOnlySpan<OutgoingDatagram> entries, in TransportAddress address, int mask, int free)
    {
        int bucket = address.GetHashCode() & mask;
        while (_buckets[bucket] >= 0 && entries[_heads[_buckets[bucket]]].Destination != address)
        {
            bucket = (bucket + 1) & mask;
        }

        if (_buckets[bucket] < 0)
        {
            _buckets[bucket] = free;
        }

        return _buckets[bucket];
    }

    private void Cut(ReadOnlySpan<OutgoingDatagram> entries, int first, int end, bool segment)
    {
        while (first < end)
        {
            int size = entries[_order[first]].Length;
            int most = segment ? Math.Min(MaximumSegments, MaximumBytes / Math.Max(1, size)) : 1;
            int count = 1;
            while (first + count < end && count < most)
            {
                int length = entries[_order[first + count]].Length;
                if (length > size)
                {
                    break;
                }

                count++;
                if (length < size)
                {
                    break;
                }
            }

            _groups[_groupCount++] = new SegmentGroup(first, count, size);
            first += count;
        }
    }

    private void Reserve(int entries)
    {
        if (_order.Length >= entries)
        {
            return;
        }

        int size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)entries);
        _order = new int[size];
        _next = new int[size];
        _heads = new int[size];
        _tails = new int[size];
        _groups = new SegmentGroup[size];
        _buckets = new int[size * 2];
    }
}
