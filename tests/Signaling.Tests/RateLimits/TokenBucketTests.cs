using Signaling.RateLimits;
using Signaling.Tests.Support;

namespace Signaling.Tests.RateLimits;

public sealed class TokenBucketTests
{
    private static readonly RateLimit ThreeThenOneASecond = new(3, 1);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_burst_is_allowed_then_the_rate()
    {
        var limiter = new AccountRateLimiter(ThreeThenOneASecond, _clock);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(TimeSpan.Zero, limiter.Take("a"));
        }

        Assert.Equal(TimeSpan.FromSeconds(1), limiter.Take("a"));
        _clock.Advance(TimeSpan.FromSeconds(0.4));
        Assert.Equal(0.6, limiter.Take("a").TotalSeconds, 3);
        _clock.Advance(TimeSpan.FromSeconds(0.6));
        Assert.Equal(TimeSpan.Zero, limiter.Take("a"));
        Assert.NotEqual(TimeSpan.Zero, limiter.Take("a"));
    }

    [Fact]
    public void Accounts_do_not_share()
    {
        var limiter = new AccountRateLimiter(new RateLimit(1, 0.1), _clock);
        Assert.Equal(TimeSpan.Zero, limiter.Take("a"));
        Assert.NotEqual(TimeSpan.Zero, limiter.Take("a"));
        Assert.Equal(TimeSpan.Zero, limiter.Take("b"));
    }

    [Fact]
    public void Peeking_tells_and_takes_nothing()
    {
        var limiter = new AccountRateLimiter(new RateLimit(1, 0.1), _clock);
        Assert.Equal(TimeSpan.Zero, limiter.Peek("a"));
        Assert.Equal(TimeSpan.Zero, limiter.Peek("a"));
        Assert.Equal(TimeSpan.Zero, limiter.Take("a"));
        Assert.Equal(TimeSpan.FromSeconds(10), limiter.Peek("a"));
    }

    [Fact]
    public void Refused_attempts_do_not_lengthen_the_wait()
    {
        var limiter = new AccountRateLimiter(new RateLimit(1, 1), _clock);
        limiter.Take("a");
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(TimeSpan.FromSeconds(1), limiter.Take("a"));
        }
    }

    [Fact]
    public void Many_accounts_are_forgotten_when_they_are_quiet_and_remembered_while_they_are_not()
    {
        var limiter = new AccountRateLimiter(new RateLimit(1, 1), _clock);
        limiter.Take("busy");
        for (int i = 0; i < 20_000; i++)
        {
            limiter.Take($"account {i}");
        }

        Assert.NotEqual(TimeSpan.Zero, limiter.Take("busy"));
        _clock.Advance(TimeSpan.FromSeconds(2));
        for (int i = 0; i < 50_000; i++)
        {
            limiter.Take($"later {i}");
        }

        Assert.Equal(TimeSpan.Zero, limiter.Peek("account 1"));
    }
}
