namespace Sfu.Streams.Layers;

/// <summary>
/// Which spatial layers of one stream build on one another, as packets without a Dependency Descriptor say it (VP9's Z, RFC 9628 section 4.2). In <c>_KEY</c> modes they do so at
/// keyframes only; after one each goes on by itself.
/// </summary>
internal struct SpatialLayers
{
    private int _highest;

    // The keyframe that last told how many layers there are: an earlier one may come late.
    private bool _told;
    private uint _toldAt;

    // A bit for each layer on whose pictures between keyframes higher ones build; none is known to at first.
    private uint _builtOn;

    /// <summary>Notes a packet; answers who gets its frame.</summary>
    public LayerSet Read(in MediaPacket packet)
    {
        LayerId layer = packet.Layers.Layer;
        if (packet.Keyframe && packet.Heights.Known && (!_told || (int)(packet.Timestamp - _toldAt) > 0))
        {
            _told = true;
            _toldAt = packet.Timestamp;
            _highest = packet.Heights.Highest;
        }

        _highest = Math.Max(_highest, layer.Spatial);
        bool alone = packet.Layers.Has(FrameMarks.NotForHigherLayers);
        bool keyPicture = packet.Keyframe || packet.Layers.Has(FrameMarks.SpatialSync);
        if (packet.Layers.Has(FrameMarks.StartOfFrame) && !keyPicture)
        {
            uint bit = 1u << layer.Spatial;
            _builtOn = alone ? _builtOn & ~bit : _builtOn | bit;
        }

        // Who wants more than there is gets the highest.
        return alone && layer.Spatial < _highest ? LayerSet.From(layer) & LayerSet.Spatial(layer.Spatial) : LayerSet.From(layer);
    }

    /// <summary>Whether two layers have pictures of one size: above the highest there is nothing.</summary>
    public readonly bool HaveSameSize(LayerId one, LayerId other) => Math.Min((int)one.Spatial, _highest) == Math.Min((int)other.Spatial, _highest);

    /// <summary>Whether who gets one layer gets the pictures of another size, too.</summary>
    public readonly bool IsPartOf(LayerId part, LayerId whole) =>
        HaveSameSize(part, whole) || (part.Spatial < whole.Spatial && ((_builtOn >> part.Spatial) & 1) != 0);
}
