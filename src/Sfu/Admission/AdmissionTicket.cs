namespace Sfu.Admission;

/// <summary>
/// The policy's verdict as a fact of the media plane: without a valid ticket the engine makes no ICE credentials and
/// keeps no state for a participant.
/// </summary>
/// <param name="Id">Unique per ticket.</param>
/// <param name="Room">The call's identifier; a room lives as long as somebody holds a ticket for it and is in it.</param>
/// <param name="Participant">One endpoint (one device of one account) in the room.</param>
/// <param name="Rights">What the participant may do.</param>
/// <param name="PolicyVersion">The version of the policy facts that the verdict was reached on.</param>
/// <param name="ExpiresAt">The ticket opens a transport until this instant; a transport that it opened outlives it.</param>
public sealed record AdmissionTicket(
    string Id,
    string Room,
    string Participant,
    ParticipantRights Rights,
    long PolicyVersion,
    DateTimeOffset ExpiresAt);
