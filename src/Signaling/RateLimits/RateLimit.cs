namespace Signaling.RateLimits;

/// <summary>How often something may happen.</summary>
/// <param name="Burst">At once.</param>
/// <param name="PerSecond">In the long run.</param>
internal readonly record struct RateLimit(double Burst, double PerSecond);
