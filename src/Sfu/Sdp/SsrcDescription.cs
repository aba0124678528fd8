namespace Sfu.Sdp;

/// <summary><c>a=ssrc</c> (RFC 5576 section 4.1).</summary>
/// <param name="Ssrc">The synchronization source.</param>
/// <param name="Cname">Its canonical name, or null.</param>
public sealed record SsrcDescription(uint Ssrc, string? Cname);
