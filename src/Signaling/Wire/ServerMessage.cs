using System.Text.Json.Serialization;

namespace Signaling.Wire;

/// <summary>A message from the server over WebSocket.</summary>
/// <param name="Type">Its dotted name.</param>
internal abstract record ServerMessage([property: JsonPropertyOrder(-2)] string Type)
{
    /// <summary>Echoes the request that it answers; absent when it answers none.</summary>
    [JsonPropertyOrder(-1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RequestId { get; init; }
}
