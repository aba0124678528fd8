namespace Signaling.Accounts;

/// <summary>A person's account, as itself and administrators see it.</summary>
internal sealed record Account
{
    /// <summary>The <c>sub</c> of its tokens.</summary>
    public required string Id { get; init; }

    /// <summary>Unique without case.</summary>
    public required string Handle { get; init; }

    /// <summary>What people see.</summary>
    public required string DisplayName { get; init; }

    /// <summary>May place calls.</summary>
    public required bool Premium { get; init; }

    /// <summary>Is who it says it is.</summary>
    public required bool Verified { get; init; }

    /// <summary>May do nothing for now.</summary>
    public required bool Suspended { get; init; }
}
