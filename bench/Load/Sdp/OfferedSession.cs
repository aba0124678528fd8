using Load.Clients;
using Sfu.Ice;

namespace Load.Sdp;

/// <summary>What a client offers.</summary>
/// <param name="Text">The SDP.</param>
/// <param name="Credentials">Of ICE.</param>
/// <param name="Sends">What it will send.</param>
internal sealed record OfferedSession(string Text, IceCredentials Credentials, IReadOnlyList<SendLine> Sends);
