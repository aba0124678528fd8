namespace Rtp.Codecs;

/// <summary>Where the parts of a Dependency Descriptor lie, in bits: enough to write it anew without its structure.</summary>
/// <param name="TargetsPosition">Where the mask of active decode targets stands or would stand.</param>
/// <param name="DefinitionPosition">Where the frame's own definitions start.</param>
/// <param name="EndPosition">Where the descriptor ends; zeros follow.</param>
/// <param name="DecodeTargetCount">How many decode targets there are; 0 where there is no descriptor.</param>
public readonly record struct DependencyDescriptorLayout(
    ushort TargetsPosition, ushort DefinitionPosition, ushort EndPosition, byte DecodeTargetCount);
