namespace Sfu.Streams.Layers;

/// <summary>What a packet says of where it stands, and of how its frame depends on others.</summary>
[Flags]
internal enum FrameMarks : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It is the first packet of a frame; each spatial layer of a picture is one.</summary>
    StartOfFrame = 1,

    /// <summary>It is the last packet of a frame.</summary>
    EndOfFrame = 2,

    /// <summary>It is the first packet of a picture.</summary>
    StartOfPicture = 4,

    /// <summary>The frame depends on lower temporal layers only: its own may be entered here from the one below.</summary>
    LayerSync = 8,

    /// <summary>No later frame of a higher temporal layer depends on one of those from before: they may be entered here.</summary>
    SwitchingUp = 16,

    /// <summary>The frame depends on the spatial layer below it and on no earlier picture.</summary>
    SpatialSync = 32,

    /// <summary>No frame of a higher spatial layer, of this picture or a later one, depends on the frame.</summary>
    NotForHigherLayers = 64,
}
