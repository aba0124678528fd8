namespace Rtp.Codecs;

/// <summary>
/// What the Dependency Descriptor header extension says of a packet's frame (AV1 RTP, appendix A), with what its template says filled in.
/// </summary>
public struct DependencyDescriptor
{
    /// <summary>Bytes of a descriptor that only names a template and a frame number.</summary>
    public const int ShortLength = 3;

    internal const int FlagsPosition = ShortLength * 8;
    internal const int FlagBits = 5;
    internal const uint ActiveTargetsFlag = 0b01000;

    /// <summary>Whether the packet is the first of its frame.</summary>
    public bool StartOfFrame { get; internal set; }

    /// <summary>Whether the packet is the last of its frame.</summary>
    public bool EndOfFrame { get; internal set; }

    /// <summary>Counts frames in decoding order, modulo 2^16.</summary>
    public ushort FrameNumber { get; internal set; }

    /// <summary>Whether the descriptor carries a structure: the frame is a keyframe, or its layers have changed.</summary>
    public bool HasStructure { get; internal set; }

    /// <summary>
    /// The decode targets that are sent from this frame on, a bit each, or null when that has not changed.
    /// </summary>
    public uint? ActiveDecodeTargets { get; internal set; }

    /// <summary>How many decode targets the frame's structure has.</summary>
    public int DecodeTargetCount { get; internal set; }

    /// <summary>Which template of the structure the frame has, from 0.</summary>
    public int TemplateIndex { get; internal set; }

    /// <summary>The frame's layers, indications, references and chains: its template's, or its own where it has them.</summary>
    public DependencyTemplate Frame { get; internal set; }

    /// <summary>Where its parts lie, for <see cref="DependencyDescriptorRewriter"/>.</summary>
    public DependencyDescriptorLayout Layout { get; internal set; }
}
