using System.Text.Json.Serialization;
using Signaling.Accounts;

namespace Signaling.Api;

/// <summary>A page of accounts.</summary>
internal sealed record ProfileList(
    IReadOnlyList<Profile> Users,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextBefore);
