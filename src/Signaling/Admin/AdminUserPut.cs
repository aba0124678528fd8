namespace Signaling.Admin;

/// <summary>An account as it shall be.</summary>
internal sealed record AdminUserPut(
    string Handle,
    string DisplayName,
    bool Premium = false,
    bool Verified = false,
    bool Suspended = false,
    IReadOnlyList<string>? Identifiers = null);
