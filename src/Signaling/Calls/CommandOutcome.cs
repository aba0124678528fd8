using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>The answer to a command about a call.</summary>
/// <param name="View">The call as the device sees it now, when the command was taken.</param>
/// <param name="Error">Why it was not.</param>
internal readonly record struct CommandOutcome(CallView? View, ErrorCode? Error)
{
    /// <summary>A refusal.</summary>
    public static CommandOutcome Refused(ErrorCode error) => new(null, error);
}
