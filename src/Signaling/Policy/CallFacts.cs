using Signaling.Accounts;

namespace Signaling.Policy;

/// <summary>Everything that the decision about a call rests on.</summary>
internal sealed record CallFacts
{
    /// <summary>What the operator decides for all accounts.</summary>
    public required PolicyRules Rules { get; init; }

    /// <summary>Caller and callee are the same account.</summary>
    public required bool SelfCall { get; init; }

    /// <summary>The caller's account exists and is not suspended.</summary>
    public required bool CallerActive { get; init; }

    /// <summary>The caller made too many attempts.</summary>
    public required bool RateLimited { get; init; }

    public required bool CallerPremium { get; init; }

    public required bool CallerVerified { get; init; }

    /// <summary>The caller has not switched calling off.</summary>
    public required bool CallerCallsEnabled { get; init; }

    /// <summary>The callee's account exists and is not suspended.</summary>
    public required bool CalleeActive { get; init; }

    /// <summary>Either blocks the other.</summary>
    public required bool Blocked { get; init; }

    /// <summary>The callee has not switched calling off.</summary>
    public required bool CalleeCallsEnabled { get; init; }

    /// <summary>Whom the callee wants calls from.</summary>
    public required AudienceChoice CalleeAudience { get; init; }

    public required bool CalleeFollowsCaller { get; init; }

    /// <summary>The callee granted access to its address book.</summary>
    public required bool CalleeGrantedAddressBook { get; init; }

    /// <summary>An identifier of the caller is in the callee's address book.</summary>
    public required bool CallerInAddressBook { get; init; }

    /// <summary>The callee has sent the caller a direct message at least once.</summary>
    public required bool CalleeMessagedCaller { get; init; }
}
