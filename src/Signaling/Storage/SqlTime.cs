namespace Signaling.Storage;

/// <summary>Times as both databases keep them: whole microseconds since 1970-01-01 UTC.</summary>
internal static class SqlTime
{
    /// <summary>To storage.</summary>
    public static long From(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>To storage.</summary>
    public static long? From(DateTimeOffset? time) => time is { } value ? From(value) : null;

    /// <summary>From storage.</summary>
    public static DateTimeOffset To(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>From storage.</summary>
    public static DateTimeOffset? To(long? microseconds) => microseconds is { } value ? To(value) : null;
}
