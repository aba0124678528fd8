namespace Signaling.Storage;

/// <summary>What storage writes to the log.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A change could not be stored.")]
    public static partial void ChangeFailed(ILogger logger, Exception error);
}
