using System.Text.Json.Serialization;
using Signaling.Wire;

namespace Signaling.Calls.Wire;

/// <summary>How fast a device is to send at most; null for as fast as it likes.</summary>
internal sealed record MediaTarget(
    string CallId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? BitsPerSecond) : ServerMessage("media.target");
