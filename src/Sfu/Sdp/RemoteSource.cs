namespace Sfu.Sdp;

/// <summary>A media stream that the peer announces by SSRC (RFC 5576).</summary>
/// <param name="Ssrc">Of the media.</param>
/// <param name="RtxSsrc">Of its retransmissions (FID group), or null.</param>
public sealed record RemoteSource(uint Ssrc, uint? RtxSsrc);
