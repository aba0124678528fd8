namespace Signaling.Rooms;

/// <summary>What a participant of a room offers.</summary>
/// <param name="Sdp">The offer.</param>
/// <param name="Publish">Whether it may send.</param>
internal sealed record RoomOffer(string Sdp, bool Publish = true);
