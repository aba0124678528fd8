namespace Sfu.Sdp;

/// <summary><c>a=msid</c> (RFC 8830).</summary>
/// <param name="Stream">The MediaStream's id, or <c>-</c> for none.</param>
/// <param name="Track">The track's id, or null.</param>
public sealed record MediaStreamIdentification(string Stream, string? Track);
