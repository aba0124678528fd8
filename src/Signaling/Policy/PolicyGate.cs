using Signaling.Calls;
using Signaling.Metrics;
using Signaling.RateLimits;

namespace Signaling.Policy;

/// <summary>Asks the policy about real accounts: counts attempts, gathers facts, decides.</summary>
internal sealed class PolicyGate(CallFactsStore facts, PolicyVersion version, CallOptions options, SignalingMetrics metrics, TimeProvider clock)
{
    private readonly AccountRateLimiter _attempts = new(options.AttemptLimit, clock);
    private readonly AccountRateLimiter _lookups = new(options.LookupLimit, clock);

    /// <summary>Counts an attempt to call, whatever becomes of it.</summary>
    /// <returns>Zero, or the time to wait.</returns>
    public TimeSpan CountAttempt(string caller) => _attempts.Take(caller);

    /// <summary>Counts a question about eligibility.</summary>
    /// <returns>Zero, or the time to wait.</returns>
    public TimeSpan CountLookup(string caller) => _lookups.Take(caller);

    /// <summary>Decides about an attempt that was counted.</summary>
    public async Task<PolicyDecision> DecideAsync(string caller, string callee, TimeSpan wait)
    {
        PolicyDecision decision = await AskAsync(caller, callee, wait);
        metrics.Decided(decision.Verdict.Verdict);
        return decision;
    }

    /// <summary>What an attempt would be answered now; counts none.</summary>
    public Task<PolicyDecision> PreviewAsync(string caller, string callee) => AskAsync(caller, callee, _attempts.Peek(caller));

    /// <summary>What would end a call between the two.</summary>
    public Task<PairStanding> StandingAsync(string caller, string callee) => facts.StandingAsync(caller, callee);

    private async Task<PolicyDecision> AskAsync(string caller, string callee, TimeSpan wait)
    {
        long current = version.Current;
        CallFacts gathered = await facts.GatherAsync(caller, callee, rateLimited: wait > TimeSpan.Zero);
        return new PolicyDecision(CallPolicy.Decide(gathered), wait, current);
    }
}
