using System.ComponentModel.DataAnnotations;
using Signaling.RateLimits;

namespace Signaling.Calls;

/// <summary>The configuration section <c>calls</c>.</summary>
internal sealed class CallOptions
{
    /// <summary>How long a call rings.</summary>
    [Range(1.0, 600.0)]
    public double RingSeconds { get; init; } = 60;

    /// <summary>How long media may take to come up after the accept.</summary>
    [Range(1.0, 600.0)]
    public double ConnectSeconds { get; init; } = 20;

    /// <summary>How long a side may be gone.</summary>
    [Range(1.0, 600.0)]
    public double ReconnectSeconds { get; init; } = 30;

    /// <summary>Attempts to call that an account may make at once.</summary>
    [Range(1, 100_000)]
    public int AttemptsBurst { get; init; } = 10;

    /// <summary>Attempts to call that an account may make in the long run.</summary>
    [Range(0.01, 100_000.0)]
    public double AttemptsPerMinute { get; init; } = 10;

    /// <summary>Questions about eligibility that an account may ask at once.</summary>
    [Range(1, 100_000)]
    public int LookupsBurst { get; init; } = 60;

    /// <summary>Questions about eligibility that an account may ask in the long run.</summary>
    [Range(0.01, 100_000.0)]
    public double LookupsPerMinute { get; init; } = 120;

    public RateLimit AttemptLimit => new(AttemptsBurst, AttemptsPerMinute / 60);

    public RateLimit LookupLimit => new(LookupsBurst, LookupsPerMinute / 60);

    public CallTimes Times => new(
        TimeSpan.FromSeconds(RingSeconds), TimeSpan.FromSeconds(ConnectSeconds), TimeSpan.FromSeconds(ReconnectSeconds));
}
