namespace Signaling.Policy;

/// <summary>The only door to a call: a pure function of the facts. The first condition that matches decides.</summary>
internal static class CallPolicy
{
    /// <summary>Decides about one attempt.</summary>
    public static CallVerdict Decide(CallFacts facts) => facts switch
    {
        { SelfCall: true } => new(Verdict.SelfCall),
        { CallerActive: false } => new(Verdict.CallerSuspended),
        { RateLimited: true } => new(Verdict.RateLimited),
        { CallerPremium: false, Rules.Place: PlaceRule.Premium } => new(Verdict.PremiumRequired),
        { CallerCallsEnabled: false } => new(Verdict.CallingDisabled),
        { CalleeActive: false } => new(Verdict.Unavailable),
        { Blocked: true } => new(Verdict.Blocked),
        { CalleeCallsEnabled: false } => new(Verdict.NotAllowed),
        _ when AdmittedAs(facts) is not { } why => new(Verdict.NotAllowed),
        _ when NeedsMessage(facts) && !facts.CalleeMessagedCaller => new(Verdict.MessageRequired),
        _ => new(Verdict.Allowed, AdmittedAs(facts)),
    };

    // Of several audiences that match, the callee is told the one that says most about the caller.
    private static Audience? AdmittedAs(CallFacts facts) => facts switch
    {
        { CalleeAudience.Follows: true, CalleeFollowsCaller: true } => Audience.Follows,
        { CalleeAudience.Contacts: true } when IsContact(facts) => Audience.Contacts,
        { CalleeAudience.Verified: true, CallerVerified: true } => Audience.Verified,
        { CalleeAudience.Everyone: true } => Audience.Everyone,
        _ => null,
    };

    private static bool NeedsMessage(CallFacts facts) => facts.Rules.PriorMessage switch
    {
        PriorMessageRule.Off => false,
        PriorMessageRule.Unregistered => !IsContact(facts),
        _ => true,
    };

    private static bool IsContact(CallFacts facts) => facts is { CalleeGrantedAddressBook: true, CallerInAddressBook: true };
}
