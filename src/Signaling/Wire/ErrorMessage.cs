namespace Signaling.Wire;

/// <summary>A request was refused.</summary>
internal sealed record ErrorMessage(ErrorCode Code, string Message, int? RetryAfter) : ServerMessage("error")
{
    /// <summary>The answer to a request.</summary>
    public static ErrorMessage To(string? requestId, ProtocolError error) =>
        new(error.Code, error.Message, error.RetryAfter) { RequestId = requestId };
}
