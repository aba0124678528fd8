namespace Rtp.Codecs;

/// <summary>What a frame is for a decode target (AV1 RTP, appendix A.8.3, table A.1).</summary>
public enum DecodeTargetIndication : byte
{
    /// <summary>Not part of the target: not to be forwarded for it.</summary>
    NotPresent = 0,

    /// <summary>Part of the target, and nothing in the target depends on it.</summary>
    Discardable = 1,

    /// <summary>All later frames of the target decode once this one has been decoded: the target may be entered here.</summary>
    Switch = 2,

    /// <summary>Part of the target, and later frames of it may depend on it.</summary>
    Required = 3,
}
