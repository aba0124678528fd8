namespace Signaling.Hosting;

/// <summary>The configuration section <c>log</c>.</summary>
internal sealed class LogOptions
{
    /// <summary>What is written at least. Addresses of clients appear at <c>debug</c> and below only.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;
}
