using Signaling.Wire;

namespace Signaling.Calls.Wire;

/// <summary>Answers <see cref="MediaOffer"/>.</summary>
internal sealed record MediaAnswer(string CallId, string Sdp, IReadOnlyList<MediaSlot> Slots) : ServerMessage("media.answer");
