namespace Signaling.Admin;

/// <summary>Any part of an account.</summary>
internal sealed record AdminUserPatch
{
    public string? Handle { get; init; }

    public string? DisplayName { get; init; }

    public bool? Premium { get; init; }

    public bool? Verified { get; init; }

    public bool? Suspended { get; init; }

    /// <summary>Replaces all identifiers.</summary>
    public IReadOnlyList<string>? Identifiers { get; init; }
}
