using System.Text.Json.Serialization;
using Signaling.Calls;

namespace Signaling.Api;

/// <summary>A page of the call history.</summary>
internal sealed record CallList(
    IReadOnlyList<CallRecord> Calls,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextBefore);
