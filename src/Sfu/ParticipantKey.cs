namespace Sfu;

/// <summary>Names one endpoint in one room.</summary>
/// <param name="Room">The call's identifier.</param>
/// <param name="Participant">One endpoint (one device of one account) in the room.</param>
public readonly record struct ParticipantKey(string Room, string Participant);
