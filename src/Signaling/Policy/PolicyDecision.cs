namespace Signaling.Policy;

/// <summary>A verdict and what it rests on.</summary>
/// <param name="Verdict">The decision.</param>
/// <param name="RetryAfter">When the verdict is that there were too many attempts: the time until the next may succeed.</param>
/// <param name="Version">Of the facts.</param>
internal readonly record struct PolicyDecision(CallVerdict Verdict, TimeSpan RetryAfter, long Version)
{
    /// <summary>Whole seconds to wait, or null when waiting is not what is missing.</summary>
    public int? RetryAfterSeconds => Verdict.Verdict == Policy.Verdict.RateLimited ? (int)Math.Ceiling(RetryAfter.TotalSeconds) : null;
}
