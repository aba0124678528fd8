namespace Signaling.Admin;

/// <summary><see cref="AdminUser"/> as columns.</summary>
internal sealed class AdminUserRow
{
    public required string Id { get; init; }

    public required string Handle { get; init; }

    public required string DisplayName { get; init; }

    public bool Premium { get; init; }

    public bool Verified { get; init; }

    public bool Suspended { get; init; }

    public int Identifiers { get; init; }

    public AdminUser ToUser() => new(Id, Handle, DisplayName, Premium, Verified, Suspended, Identifiers);
}
