namespace Signaling.Hosting;

/// <summary>What the start of the server writes to the log.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Shortage}")]
    public static partial void BuffersTooSmall(ILogger logger, string shortage);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request that the server asks itself at its start failed: {Path}")]
    public static partial void WarmUpFailed(ILogger logger, string path, Exception error);
}
