using Sfu.Streams.Outgoing;

namespace Sfu.Congestion;

/// <summary>Packets that wait, in order; bounded.</summary>
internal sealed class PacketQueue
{
    // Powers of two.
    private const int FirstCapacity = 64;
    private const int Capacity = 1024;

    private PacedPacket[] _packets = [];
    private int _first;

    /// <summary>How many wait, with those that were taken out since.</summary>
    public int Count { get; private set; }

    /// <summary>Their bytes of payload.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds a packet; false when there are too many.</summary>
    public bool TryAdd(in PacedPacket packet)
    {
        if (Count == _packets.Length && !TryGrow())
        {
            return false;
        }

        _packets[(_first + Count++) & (_packets.Length - 1)] = packet;
        Bytes += packet.Size;
        return true;
    }

    /// <summary>Takes the first one.</summary>
    public bool TryTake(out PacedPacket packet)
    {
        while (Count > 0)
        {
            packet = _packets[_first];
            _packets[_first] = default;
            _first = (_first + 1) & (_packets.Length - 1);
            Count--;
            if (packet.Stream is not null)
            {
                Bytes -= packet.Size;
                return true;
            }
        }

        packet = default;
        return false;
    }

    /// <summary>Takes out all of a stream; answers how many there were.</summary>
    public int Remove(OutgoingStream stream)
    {
        int removed = 0;
        for (int i = 0; i < Count; i++)
        {
            ref PacedPacket packet = ref _packets[(_first + i) & (_packets.Length - 1)];
            if (ReferenceEquals(packet.Stream, stream))
            {
                Bytes -= packet.Size;
                packet = default;
                removed++;
            }
        }

        return removed;
    }

    private bool TryGrow()
    {
        if (_packets.Length == Capacity)
        {
            return false;
        }

        var larger = new PacedPacket[Math.Max(FirstCapacity, _packets.Length * 2)];
        for (int i = 0; i < Count; i++)
        {
            larger[i] = _packets[(_first + i) & (_packets.Length - 1)];
        }

        _packets = larger;
        _first = 0;
        return true;
    }
}
