using Sfu;

namespace Signaling.Calls;

/// <summary>What calls write to the log: never who calls whom.</summary>
internal static partial class CallLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A deadline of a call could not be handled.")]
    public static partial void DeadlineFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The media engine failed to answer an offer.")]
    public static partial void JoinFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The media engine refused a ticket of this server: {Error}.")]
    public static partial void TicketRefused(ILogger logger, JoinError error);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Call {Room}: media of {Participant} disconnected: {Reason}.")]
    public static partial void Disconnected(ILogger logger, string room, string participant, DisconnectReason reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "An event of the media engine could not be handled.")]
    public static partial void MediaEventFailed(ILogger logger, Exception error);
}
