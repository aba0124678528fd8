namespace Signaling.RateLimits;

/// <summary>
/// A token bucket: so many at once, then so many a second. A value without a clock; whoever owns it passes the time in
/// and guards it.
/// </summary>
internal struct TokenBucket(RateLimit limit, long now)
{
    private double _tokens = limit.Burst;
    private long _updated = now;

    /// <summary>The time by a clock, as buckets take it: ticks of 100 ns, monotonic.</summary>
    public static long Now(TimeProvider clock) => clock.GetElapsedTime(0).Ticks;

    /// <summary>Takes a token.</summary>
    /// <param name="limit">The same at every call.</param>
    /// <param name="now">The time (<see cref="Now"/>).</param>
    /// <returns>Zero when there was one, otherwise the time until there is.</returns>
    public TimeSpan Take(RateLimit limit, long now)
    {
        TimeSpan wait = Peek(limit, now);
        if (wait == TimeSpan.Zero)
        {
            _tokens -= 1;
        }

        return wait;
    }

    /// <summary>Like <see cref="Take"/>, without taking.</summary>
    public TimeSpan Peek(RateLimit limit, long now)
    {
        double elapsed = Math.Max(0, now - _updated) / (double)TimeSpan.TicksPerSecond;
        _tokens = Math.Min(limit.Burst, _tokens + (elapsed * limit.PerSecond));
        _updated = Math.Max(_updated, now);
        return _tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _tokens) / limit.PerSecond);
    }

    /// <summary>Whether the bucket is as good as new, so that it need not be kept.</summary>
    public bool IsFull(RateLimit limit, long now)
    {
        _ = Peek(limit, now);
        return _tokens >= limit.Burst;
    }
}
