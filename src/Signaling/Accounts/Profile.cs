namespace Signaling.Accounts;

/// <summary>An account as another account (the reader) sees it.</summary>
internal sealed record Profile
{
    /// <summary>The account's id.</summary>
    public required string Id { get; init; }

    /// <summary>Unique without case.</summary>
    public required string Handle { get; init; }

    /// <summary>What people see.</summary>
    public required string DisplayName { get; init; }

    /// <summary>May place calls.</summary>
    public required bool Premium { get; init; }

    /// <summary>Is who it says it is.</summary>
    public required bool Verified { get; init; }

    /// <summary>The reader follows it.</summary>
    public required bool Following { get; init; }

    /// <summary>It follows the reader.</summary>
    public required bool FollowedBy { get; init; }

    /// <summary>The reader blocks it. Whether it blocks the reader is told to nobody.</summary>
    public required bool Blocked { get; init; }
}
