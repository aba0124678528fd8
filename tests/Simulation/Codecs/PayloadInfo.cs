namespace Simulation.Codecs;

/// <summary>What the descriptor of a payload of video says.</summary>
internal readonly record struct PayloadInfo
{
    /// <summary>Whether the packet starts a frame.</summary>
    public bool Starts { get; init; }

    /// <summary>Whether the packet ends a frame; formats that do not say it leave that to the marker.</summary>
    public bool Ends { get; init; }

    /// <summary>Whether the packet starts a keyframe.</summary>
    public bool Keyframe { get; init; }

    /// <summary>-1 for none.</summary>
    public int PictureId { get; init; }

    /// <summary>-1 for none.</summary>
    public int Tl0PicIndex { get; init; }

    /// <summary>-1 for none.</summary>
    public int Temporal { get; init; }

    public int Spatial { get; init; }

    /// <summary>VP8: the frame refers to T0 only.</summary>
    public bool LayerSync { get; init; }

    /// <summary>VP9: the frame refers to earlier pictures.</summary>
    public bool InterPicture { get; init; }

    /// <summary>VP9: the frame refers to the layer below it.</summary>
    public bool InterLayer { get; init; }

    /// <summary>VP9: how far back each picture of the repeating pattern refers; empty where the packet does not say.</summary>
    public int[] Picture { get; init; }

    /// <summary>What it really is.</summary>
    public FrameMark Mark { get; init; }
}
