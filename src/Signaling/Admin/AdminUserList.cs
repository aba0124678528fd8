using System.Text.Json.Serialization;

namespace Signaling.Admin;

/// <summary>A page of accounts.</summary>
internal sealed record AdminUserList(
    IReadOnlyList<AdminUser> Users,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextBefore);
