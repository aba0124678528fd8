namespace Signaling.Wire;

/// <summary>Why a request was refused.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people: what happened and what to do.</param>
/// <param name="RetryAfter">Whole seconds after which a repetition can succeed, where waiting helps.</param>
internal sealed record ProtocolError(ErrorCode Code, string Message, int? RetryAfter = null);
