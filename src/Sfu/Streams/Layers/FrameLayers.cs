namespace Sfu.Streams.Layers;

/// <summary>What a packet's frame is among the layers of a camera.</summary>
internal struct FrameLayers
{
    /// <summary>The frame's own layer.</summary>
    public LayerId Layer;

    /// <summary>Where the packet stands.</summary>
    public FrameMarks Marks;

    /// <summary>Who gets one of these layers gets the frame.</summary>
    public LayerSet Present;

    /// <summary>Whether the packet has a mark.</summary>
    public readonly bool Has(FrameMarks mark) => (Marks & mark) != 0;
}
