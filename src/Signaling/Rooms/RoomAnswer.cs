using Signaling.Calls.Wire;

namespace Signaling.Rooms;

/// <summary>What a participant of a room is answered.</summary>
/// <param name="Sdp">The answer.</param>
/// <param name="Slots">Its receive slots.</param>
internal sealed record RoomAnswer(string Sdp, IReadOnlyList<MediaSlot> Slots);
