namespace Signaling.Admin;

/// <summary>What became of a change of an account.</summary>
internal abstract record AdminOutcome
{
    private AdminOutcome()
    {
    }

    /// <summary>It is stored.</summary>
    public sealed record Saved(AdminUser User, bool IsNew) : AdminOutcome;

    /// <summary>Nothing changed.</summary>
    public sealed record Refused(AdminRefusal Reason) : AdminOutcome;
}
