using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signaling.Wire;

/// <summary>Writes an enum as <c>snake_case</c> text and reads nothing else.</summary>
internal sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
