using Sfu;

namespace Signaling.Calls;

/// <summary>Leave to open a transport for a call's media.</summary>
/// <param name="Participant">Under which name.</param>
/// <param name="PolicyVersion">The version of the facts on which the call was admitted.</param>
internal sealed record JoinPermit(ParticipantKey Participant, long PolicyVersion);
