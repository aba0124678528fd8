using Signaling.Wire;

namespace Signaling.Policy;

/// <summary>Verdicts as errors.</summary>
internal static class VerdictText
{
    /// <summary>The error that a refused caller is told.</summary>
    public static ProtocolError ToError(PolicyDecision decision) => decision.Verdict.Told switch
    {
        ToldVerdict.SelfCall => new(ErrorCode.SelfCall, "You cannot call yourself."),
        ToldVerdict.CallerSuspended => new(ErrorCode.CallerSuspended, "Your account is suspended and cannot place calls."),
        ToldVerdict.RateLimited => new(ErrorCode.RateLimited, "Too many calls in a short time. Wait a moment and try again.", decision.RetryAfterSeconds),
        ToldVerdict.PremiumRequired => new(ErrorCode.PremiumRequired, "Only premium accounts can place calls."),
        ToldVerdict.CallingDisabled => new(ErrorCode.CallingDisabled, "Calling is switched off in your settings. Switch it on to place calls."),
        ToldVerdict.NotAllowed => new(ErrorCode.NotAllowed, "This person does not take calls from you."),
        ToldVerdict.MessageRequired => new(ErrorCode.MessageRequired, "You can call this person once they have sent you a direct message."),
        _ => new(ErrorCode.Unavailable, "This person cannot be called."),
    };
}
