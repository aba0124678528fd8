namespace Rtp.Codecs;

/// <summary>One picture of the group that a VP9 scalability structure describes (RFC 9628 section 4.2.1).</summary>
/// <param name="TemporalId">Its temporal layer.</param>
/// <param name="SwitchingUpPoint">Whether higher temporal layers may be entered from it on.</param>
/// <param name="ReferenceCount">How many earlier pictures it refers to, 0 to 3.</param>
public readonly record struct Vp9Picture(byte TemporalId, bool SwitchingUpPoint, byte ReferenceCount);
