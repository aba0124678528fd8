using Signaling.Accounts;
using Signaling.Policy;

namespace Signaling.Tests.Policy;

/// <summary>
/// The policy against the rules as they are stated: one formula for what is allowed, one list of conditions for what a
/// refusal is called. Over every combination of the facts.
/// </summary>
public sealed class CallPolicyTests
{
    private const int FactBits = 17;

    /// <summary>The table's rows in order: when a row applies, and what it is called.</summary>
    private static readonly (Verdict Verdict, Func<CallFacts, bool> Applies)[] Rows =
    [
        (Verdict.SelfCall, facts => facts.SelfCall),
        (Verdict.CallerSuspended, facts => !facts.CallerActive),
        (Verdict.RateLimited, facts => facts.RateLimited),
        (Verdict.PremiumRequired, facts => !(facts.CallerPremium || facts.Rules.Place == PlaceRule.Everyone)),
        (Verdict.CallingDisabled, facts => !facts.CallerCallsEnabled),
        (Verdict.Unavailable, facts => !facts.CalleeActive),
        (Verdict.Blocked, facts => facts.Blocked),
        (Verdict.NotAllowed, facts => !facts.CalleeCallsEnabled),
        (Verdict.NotAllowed, facts => !Audiences(facts).Any()),
        (Verdict.MessageRequired, facts => !HasPriorMessage(facts)),
    ];

    [Fact]
    public void Every_combination_of_the_facts_is_decided_as_the_formula_says()
    {
        foreach (CallFacts facts in EveryCombination())
        {
            CallVerdict decided = CallPolicy.Decide(facts);
            if (IsAllowedByTheFormula(facts) != decided.IsAllowed)
            {
                Assert.Fail($"{decided} for {facts}");
            }
        }
    }

    [Fact]
    public void A_refusal_is_named_by_the_first_row_that_applies()
    {
        foreach (CallFacts facts in EveryCombination())
        {
            Verdict expected = Verdict.Allowed;
            foreach ((Verdict verdict, Func<CallFacts, bool> applies) in Rows)
            {
                if (applies(facts))
                {
                    expected = verdict;
                    break;
                }
            }

            Verdict decided = CallPolicy.Decide(facts).Verdict;
            if (decided != expected)
            {
                Assert.Fail($"{decided} instead of {expected} for {facts}");
            }
        }
    }

    [Fact]
    public void An_admitted_call_says_the_first_audience_that_admits_it_and_a_refused_one_none()
    {
        foreach (CallFacts facts in EveryCombination())
        {
            CallVerdict decided = CallPolicy.Decide(facts);
            Audience? expected = decided.IsAllowed ? Audiences(facts).Min() : null;
            if (decided.Why != expected)
            {
                Assert.Fail($"{decided} instead of {expected} for {facts}");
            }
        }
    }

    [Fact]
    public void The_caller_is_told_of_a_block_what_is_told_of_an_account_that_is_gone()
    {
        foreach (Verdict verdict in Enum.GetValues<Verdict>())
        {
            string expected = verdict == Verdict.Blocked ? nameof(ToldVerdict.Unavailable) : verdict.ToString();
            Assert.Equal(expected, new CallVerdict(verdict).Told.ToString());
        }
    }

    private static bool IsAllowedByTheFormula(CallFacts facts)
    {
        bool activeAndTwo = facts.CallerActive && facts.CalleeActive && !facts.SelfCall && !facts.Blocked && !facts.RateLimited;
        bool place = facts.CallerPremium || facts.Rules.Place == PlaceRule.Everyone;
        bool enabled = facts.CalleeCallsEnabled && facts.CallerCallsEnabled;
        AudienceChoice chosen = facts.CalleeAudience;
        bool audience = chosen.Everyone
            || (chosen.Follows && facts.CalleeFollowsCaller)
            || (chosen.Contacts && facts.CalleeGrantedAddressBook && facts.CallerInAddressBook)
            || (chosen.Verified && facts.CallerVerified);
        return activeAndTwo && place && enabled && audience && HasPriorMessage(facts);
    }

    private static bool HasPriorMessage(CallFacts facts)
    {
        bool registered = facts.CalleeGrantedAddressBook && facts.CallerInAddressBook;
        return facts.CalleeMessagedCaller
            || facts.Rules.PriorMessage == PriorMessageRule.Off
            || (facts.Rules.PriorMessage == PriorMessageRule.Unregistered && registered);
    }

    private static IEnumerable<Audience> Audiences(CallFacts facts)
    {
        if (facts.CalleeAudience.Everyone)
        {
            yield return Audience.Everyone;
        }

        if (facts.CalleeAudience.Verified && facts.CallerVerified)
        {
            yield return Audience.Verified;
        }

        if (facts.CalleeAudience.Contacts && facts.CalleeGrantedAddressBook && facts.CallerInAddressBook)
        {
            yield return Audience.Contacts;
        }

        if (facts.CalleeAudience.Follows && facts.CalleeFollowsCaller)
        {
            yield return Audience.Follows;
        }
    }

    private static IEnumerable<CallFacts> EveryCombination() =>
        from place in Enum.GetValues<PlaceRule>()
        from prior in Enum.GetValues<PriorMessageRule>()
        let rules = new PolicyRules { Place = place, PriorMessage = prior }
        from bits in Enumerable.Range(0, 1 << FactBits)
        select FactsOf(rules, bits);

    private static CallFacts FactsOf(PolicyRules rules, int bits)
    {
        bool Bit(int index) => (bits & (1 << index)) != 0;
        return new CallFacts
        {
            Rules = rules,
            SelfCall = Bit(0),
            CallerActive = Bit(1),
            RateLimited = Bit(2),
            CallerPremium = Bit(3),
            CallerVerified = Bit(4),
            CallerCallsEnabled = Bit(5),
            CalleeActive = Bit(6),
            Blocked = Bit(7),
            CalleeCallsEnabled = Bit(8),
            CalleeAudience = new AudienceChoice(Bit(9), Bit(10), Bit(11), Bit(12)),
            CalleeFollowsCaller = Bit(13),
            CalleeGrantedAddressBook = Bit(14),
            CallerInAddressBook = Bit(15),
            CalleeMessagedCaller = Bit(16),
        };
    }
}
