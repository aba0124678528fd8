using Rtp.Rtcp;

namespace Sfu.Tests.Simulation;

/// <summary>Writes RTCP packets.</summary>
internal delegate void RtcpWriterAction(ref RtcpWriter writer);
