using System.Text.Json.Serialization;
using Signaling.Messages;

namespace Signaling.Api;

/// <summary>A page of conversations.</summary>
internal sealed record ConversationList(
    IReadOnlyList<Conversation> Conversations,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextBefore);
