using Sfu.Streams.Incoming;
using Sfu.Streams.Layers;

namespace Sfu.Streams;

/// <summary>Packets of one frame that came one after the other, and lie in their stream's cache.</summary>
internal struct PacketRun
{
    // As many as leave as one message (UDP_SEGMENT).
    private const int Longest = 64;

    private uint _timestamp;
    private LayerId _layer;

    /// <summary>Where they came from, or null while there are none.</summary>
    public IncomingStream? Stream { get; private set; }

    /// <summary>The number of the first.</summary>
    public long First { get; private set; }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>When they came.</summary>
    public MediaTime Arrival { get; private set; }

    /// <summary>Starts with a packet.</summary>
    public void Start(IncomingStream stream, in MediaPacket packet, MediaTime now)
    {
        Stream = stream;
        First = packet.Sequence;
        Count = 1;
        Arrival = now;
        _timestamp = packet.Timestamp;
        _layer = packet.Layers.Layer;
    }

    /// <summary>
    /// Adds the packet that follows, where it is of the same frame: what a <see cref="LayerReader"/> knows of its last frame then goes for all of them.
    /// </summary>
    public bool TryAdd(IncomingStream stream, in MediaPacket packet, MediaTime now)
    {
        if (stream != Stream
            || packet.Sequence != First + Count
            || packet.Timestamp != _timestamp
            || packet.Layers.Layer != _layer
            || packet.Layers.Has(FrameMarks.StartOfFrame)
            || now != Arrival
            || Count == Longest)
        {
            return false;
        }

        Count++;
        return true;
    }

    /// <summary>Takes all of them.</summary>
    public PacketRun Take()
    {
        PacketRun taken = this;
        this = default;
        return taken;
    }
}
