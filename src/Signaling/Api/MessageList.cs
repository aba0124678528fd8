using System.Text.Json.Serialization;
using Signaling.Messages;

namespace Signaling.Api;

/// <summary>A page of messages.</summary>
internal sealed record MessageList(
    IReadOnlyList<Message> Messages,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextBefore);
