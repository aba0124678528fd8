using Rtp.Rtcp;

namespace Simulation.Clients;

/// <summary>Writes RTCP packets.</summary>
internal delegate void RtcpWriterAction(ref RtcpWriter writer);
