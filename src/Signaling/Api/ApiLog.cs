namespace Signaling.Api;

/// <summary>What REST writes to the log: the endpoint's pattern, never the path, which holds account ids.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A request to {Endpoint} failed.")]
    public static partial void RequestFailed(ILogger logger, Exception error, string endpoint);
}
