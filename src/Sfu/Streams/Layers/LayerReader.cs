namespace Sfu.Streams.Layers;

/// <summary>
/// Tells of the packets of one source which layers their frames belong to, and which layers may be entered at a frame. All codecs and
/// simulcast come to the same terms here: VP8's and VP9's descriptors, H.264's discardable frames, and the Dependency Descriptor where there is one.
/// </summary>
/// <param name="kind">Sound can be entered anywhere.</param>
/// <param name="encoding">Which of several simulcast streams the source is, from the lowest; null for the only one.</param>
internal sealed class LayerReader(MediaKind kind, int? encoding)
{
    private DependencyLayers? _dependencies;
    private SpatialLayers _spatial;
    private uint _timestamp;
    private bool _started;
    private bool _dependent;
    private LayerHeights _heights;

    /// <summary>
    /// Whether only a receiver that gets Dependency Descriptors can put several spatial layers together: to others AV1's are frames of their own, which
    /// follow one another.
    /// </summary>
    public bool NeedDescriptors { get; private set; }

    /// <summary>Reads a packet whose descriptor <see cref="PayloadInspector"/> has read.</summary>
    /// <param name="format">How its payload is laid out.</param>
    /// <param name="descriptor">Its Dependency Descriptor, or empty.</param>
    /// <param name="packet">Takes what is read.</param>
    public void Read(PayloadFormat format, ReadOnlySpan<byte> descriptor, ref MediaPacket packet)
    {
        bool later = !_started || (int)(packet.Timestamp - _timestamp) > 0;
        _timestamp = later ? packet.Timestamp : _timestamp;
        _started = true;
        if (packet.Heights.Known)
        {
            _heights = packet.Heights;
        }

        _dependent = !descriptor.IsEmpty && (_dependencies ??= new DependencyLayers(encoding)).TryRead(descriptor, ref packet);
        NeedDescriptors = _dependent && format == PayloadFormat.Av1;
        ref FrameLayers layers = ref packet.Layers;
        if (!_dependent)
        {
            // Without a mark of its own a frame starts with its timestamp.
            layers.Marks |= later && format is not (PayloadFormat.Vp8 or PayloadFormat.Vp9) ? FrameMarks.StartOfFrame : FrameMarks.None;
            if (encoding is { } spatial)
            {
                layers.Layer = layers.Layer with { Spatial = (byte)spatial };
                layers.Present = LayerSet.From(layers.Layer) & LayerSet.Spatial(spatial);
            }
            else
            {
                layers.Present = _spatial.Read(packet);
            }
        }

        layers.Marks |= later && layers.Has(FrameMarks.StartOfFrame) ? FrameMarks.StartOfPicture : FrameMarks.None;
    }

    /// <summary>Whether who got one layer (or nothing) until now can decode another from the frame on that was read last.</summary>
    /// <param name="packet">The frame's first packet.</param>
    /// <param name="target">What is to be got from here on.</param>
    /// <param name="current">What was got until now, or null.</param>
    public bool CanEnter(in MediaPacket packet, LayerId target, LayerId? current)
    {
        if (_dependent)
        {
            return _dependencies!.CanEnter(packet, target, current);
        }

        ref readonly FrameLayers layers = ref packet.Layers;
        if (packet.Keyframe || kind == MediaKind.Audio)
        {
            return layers.Present.Contains(target);
        }

        if (current is not { } former || (encoding is { } spatial && spatial != former.Spatial))
        {
            return false;
        }

        if (target.Temporal <= former.Temporal && IsPartOf(target, former))
        {
            // Less of the same stream: what is left builds on nothing that is dropped.
            return layers.Has(FrameMarks.StartOfPicture);
        }

        return HaveSameSize(target, former) && CanEnterTemporal(layers, target, former);
    }

    /// <summary>Pixels that the picture of a spatial layer of the stream (or its highest) is high, or null where that is not known.</summary>
    public int? HeightOf(int spatial) => (_dependent ? _dependencies!.HeightOf(spatial) : null) ?? _heights.Of(spatial);

    /// <summary>Whether another layer can be had only from a keyframe on.</summary>
    public bool NeedsKeyframe(LayerId target, LayerId current) =>
        !HaveSameSize(target, current) && !(_dependencies?.IsPartOf(target, current) ?? IsPartOf(target, current));

    /// <summary>The decode targets of the Dependency Descriptor that a layer's frames make whole, a bit each; 0 without a descriptor.</summary>
    /// <param name="layer">What is sent.</param>
    /// <param name="all">Whether these are all.</param>
    public uint ActiveTargets(LayerId layer, out bool all)
    {
        all = true;
        return _dependent ? _dependencies!.ActiveTargets(layer, out all) : 0;
    }

    private bool HaveSameSize(LayerId one, LayerId other) =>
        one.Spatial == other.Spatial || (encoding is null && _dependencies is null && _spatial.HaveSameSize(one, other));

    private bool IsPartOf(LayerId part, LayerId whole) =>
        part.Spatial == whole.Spatial || (encoding is null && _spatial.IsPartOf(part, whole));

    private static bool CanEnterTemporal(in FrameLayers layers, LayerId target, LayerId former)
    {
        byte temporal = layers.Layer.Temporal;
        return (layers.Has(FrameMarks.SwitchingUp) && temporal <= former.Temporal && layers.Present.Contains(former))
            || (layers.Has(FrameMarks.LayerSync) && layers.Has(FrameMarks.StartOfPicture)
                && temporal == target.Temporal && temporal == former.Temporal + 1);
    }
}
