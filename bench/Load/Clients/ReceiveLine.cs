using Sfu;

namespace Load.Clients;

/// <summary>What a client is sent in one media section.</summary>
/// <param name="Kind">Sound or pictures.</param>
/// <param name="Ssrc">The source.</param>
/// <param name="RtxSsrc">The source of retransmissions, or null.</param>
internal sealed record ReceiveLine(MediaKind Kind, uint Ssrc, uint? RtxSsrc);
