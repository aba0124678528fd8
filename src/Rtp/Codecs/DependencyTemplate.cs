namespace Rtp.Codecs;

/// <summary>
/// What many frames have in common (AV1 RTP, appendix A.8.1): their layers, what they are for each decode
/// target, and what they refer to.
/// </summary>
public struct DependencyTemplate
{
    /// <summary>The spatial layer.</summary>
    public byte SpatialId { get; internal set; }

    /// <summary>The temporal layer.</summary>
    public byte TemporalId { get; internal set; }

    /// <summary>What the frame is for each decode target.</summary>
    public DecodeTargetIndications Indications { get; internal set; }

    /// <summary>The frames it refers to.</summary>
    public FrameDifferences References { get; internal set; }

    /// <summary>The previous frame of each chain.</summary>
    public ChainDifferences Chains { get; internal set; }
}
