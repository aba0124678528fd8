using Signaling.Wire;

namespace Signaling.Calls.Wire;

/// <summary>In which receive slots the pictures are held back, and why; the others flow.</summary>
internal sealed record MediaPaused(string CallId, IReadOnlyList<PausedSlot> Slots) : ServerMessage("media.paused");
