namespace Signaling.Accounts;

/// <summary>The columns of a <see cref="Profile"/>, shared by every query that shows accounts to a reader.</summary>
internal static class ProfileSql
{
    /// <summary>Of the account in table alias <c>a</c>, as <c>@Reader</c> sees it.</summary>
    public const string Columns = """
        a.id, a.handle, a.display_name, a.premium, a.verified,
        EXISTS (SELECT 1 FROM follows WHERE follower_id = @Reader AND followee_id = a.id) AS following,
        EXISTS (SELECT 1 FROM follows WHERE follower_id = a.id AND followee_id = @Reader) AS followed_by,
        EXISTS (SELECT 1 FROM blocks WHERE blocker_id = @Reader AND blocked_id = a.id) AS blocked
        """;
}
