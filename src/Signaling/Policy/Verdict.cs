namespace Signaling.Policy;

/// <summary>What the policy decides, in the order in which it decides.</summary>
internal enum Verdict
{
    SelfCall,
    CallerSuspended,
    RateLimited,
    PremiumRequired,
    CallingDisabled,

    /// <summary>The callee is unknown, suspended or gone.</summary>
    Unavailable,

    /// <summary>Either blocks the other. Callers are told <see cref="Unavailable"/>: see <see cref="ToldVerdict"/>.</summary>
    Blocked,

    NotAllowed,
    MessageRequired,
    Allowed,
}
