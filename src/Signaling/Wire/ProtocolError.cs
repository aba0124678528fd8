namespace Signaling.Wire;

/// <summary>Why a request was refused.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people: what happened and what to do.</param>
/// <param name="RetryAfter">Whole seconds after which a repetition can succeed, where waiting helps.</param>
internal sealed record ProtocolError(ErrorCode Code, string Message, int? RetryAfter = null)
{
    /// <summary>Something was asked for too often.</summary>
    /// <param name="message">For people.</param>
    /// <param name="wait">After which it can be asked for again.</param>
    public static ProtocolError TooMany(string message, TimeSpan wait) => new(ErrorCode.TooMany, message, (int)Math.Ceiling(wait.TotalSeconds));
}
