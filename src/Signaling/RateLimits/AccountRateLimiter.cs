namespace Signaling.RateLimits;

/// <summary>One <see cref="TokenBucket"/> for each account (or address); forgets those that are full again.</summary>
internal sealed class AccountRateLimiter(RateLimit limit, TimeProvider clock)
{
    private const int SweepAt = 4096;
    private const int KeyLimit = 1_000_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);
    private int _sweepAt = SweepAt;

    /// <summary>Counts one use.</summary>
    /// <returns>Zero when it is allowed, otherwise the time to wait.</returns>
    public TimeSpan Take(string key)
    {
        long now = TokenBucket.Now(clock);
        lock (_lock)
        {
            TokenBucket bucket = Find(key, now);
            TimeSpan wait = bucket.Take(limit, now);
            _buckets[key] = bucket;
            return wait;
        }
    }

    /// <summary>Tells what <see cref="Take"/> would, without counting.</summary>
    public TimeSpan Peek(string key)
    {
        long now = TokenBucket.Now(clock);
        lock (_lock)
        {
            return _buckets.TryGetValue(key, out TokenBucket bucket) ? bucket.Peek(limit, now) : TimeSpan.Zero;
        }
    }

    private TokenBucket Find(string key, long now)
    {
        if (_buckets.TryGetValue(key, out TokenBucket bucket))
        {
            return bucket;
        }

        if (_buckets.Count >= _sweepAt)
        {
            Sweep(now);
        }

        return new TokenBucket(limit, now);
    }

    private void Sweep(long now)
    {
        foreach ((string key, TokenBucket bucket) in _buckets)
        {
            TokenBucket copy = bucket;
            if (copy.IsFull(limit, now))
            {
                _buckets.Remove(key);
            }
        }

        // More keys at once than any real load has: whoever floods with new keys gains nothing but a fresh start for all.
        if (_buckets.Count >= KeyLimit)
        {
            _buckets.Clear();
        }

        _sweepAt = Math.Max(SweepAt, _buckets.Count * 2);
    }
}
