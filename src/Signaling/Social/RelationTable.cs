namespace Signaling.Social;

/// <summary>Where a relation between accounts is stored. The names go into SQL: they are constants, never input.</summary>
internal sealed record RelationTable
{
    private RelationTable(string name, string owner, string other)
    {
        Name = name;
        Owner = owner;
        Other = other;
    }

    /// <summary>Who follows whom.</summary>
    public static RelationTable Follows { get; } = new("follows", "follower_id", "followee_id");

    /// <summary>Who blocks whom.</summary>
    public static RelationTable Blocks { get; } = new("blocks", "blocker_id", "blocked_id");

    public string Name { get; }

    public string Owner { get; }

    public string Other { get; }

    /// <summary>The most relations of one account.</summary>
    public int Limit { get; } = 10_000;
}
