namespace Load.Media;

/// <summary>A picture or a piece of sound, as RTP payloads.</summary>
/// <param name="Payloads">In order; the last one carries the marker of a picture.</param>
/// <param name="IsKeyframe">Whether a decoder can begin here.</param>
internal sealed record MediaFrame(IReadOnlyList<byte[]> Payloads, bool IsKeyframe);
