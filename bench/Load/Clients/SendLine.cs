using Sfu;

namespace Load.Clients;

/// <summary>What a client sends in one media section.</summary>
/// <param name="Kind">Sound or pictures.</param>
/// <param name="Mid">The section.</param>
/// <param name="Ssrc">The source.</param>
/// <param name="RtxSsrc">The source of retransmissions.</param>
/// <param name="PayloadType">The codec.</param>
/// <param name="RtxPayloadType">Its retransmissions.</param>
internal sealed record SendLine(MediaKind Kind, string Mid, uint Ssrc, uint RtxSsrc, byte PayloadType, byte RtxPayloadType);
