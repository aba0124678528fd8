using System.Text.Json.Serialization;
using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>What a call starts with.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CallMedia>))]
internal enum CallMedia
{
    Audio,
    Video,
}
