using System.Text.Json.Serialization;
using Signaling.Wire;

namespace Signaling.Calls.Wire;

/// <summary>Who speaks in the call.</summary>
/// <param name="CallId">The call.</param>
/// <param name="UserId">The account, which can be the reader's own; absent when the one who spoke is gone.</param>
internal sealed record MediaSpeaker(
    string CallId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UserId) : ServerMessage("media.speaker");
