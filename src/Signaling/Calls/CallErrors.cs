using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>Words for the errors of calls.</summary>
internal static class CallErrors
{
    /// <summary>The error of a code.</summary>
    public static ProtocolError Of(ErrorCode code) => new(code, code switch
    {
        ErrorCode.AlreadyInCall => "You are in a call already. End it first.",
        ErrorCode.CallNotFound => "There is no such call.",
        ErrorCode.WrongState => "The call is not in a state that allows this; it may have ended or been answered elsewhere.",
        ErrorCode.Conflict => "This client_ref was used for a call to somebody else. Use a new one.",
        ErrorCode.Unauthenticated => "This session was replaced by another of the same device.",
        ErrorCode.Capacity => "The server has no room for more calls at the moment. Try again later.",
        _ => "Something went wrong on the server. Try again.",
    });
}
