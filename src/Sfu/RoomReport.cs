namespace Sfu;

/// <summary>Counters of a room since it was made.</summary>
/// <param name="Room">The call's identifier.</param>
/// <param name="Participants">One entry for each participant.</param>
public sealed record RoomReport(string Room, IReadOnlyList<ParticipantReport> Participants);
