namespace Signaling.Api;

/// <summary>The answer of the health checks.</summary>
internal sealed record HealthStatus(string Status);
