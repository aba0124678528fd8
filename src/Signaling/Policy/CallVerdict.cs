namespace Signaling.Policy;

/// <summary>The policy's decision about one attempt.</summary>
/// <param name="Verdict">What was decided.</param>
/// <param name="Why">When allowed: the audience that admits the caller.</param>
internal readonly record struct CallVerdict(Verdict Verdict, Audience? Why = null)
{
    /// <summary>Whether the call is admitted.</summary>
    public bool IsAllowed => Verdict == Verdict.Allowed;

    /// <summary>What the caller is told: a block looks like an account that is not there.</summary>
    public ToldVerdict Told => Verdict == Verdict.Blocked ? ToldVerdict.Unavailable : (ToldVerdict)Verdict;
}
