namespace Simulation.Clients;

/// <summary>The sources (SSRC) that an offer announces.</summary>
/// <param name="Audio">The microphone's.</param>
/// <param name="Video">The camera's, where it is not simulcast (RFC 8853: those are known by their rids).</param>
/// <param name="VideoRtx">That of the camera's retransmissions.</param>
internal sealed record OfferedSources(uint Audio, uint Video, uint VideoRtx);
