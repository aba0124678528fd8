namespace Signaling.Sessions;

/// <summary>What sessions write to the log: no addresses, no tokens, no texts.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A request {Type} failed.")]
    public static partial void RequestFailed(ILogger logger, Exception fault, string type);
}
