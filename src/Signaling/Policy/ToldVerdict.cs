using System.Text.Json.Serialization;
using Signaling.Wire;

namespace Signaling.Policy;

/// <summary>A <see cref="Verdict"/> as callers are told it: there is no word for a block.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ToldVerdict>))]
internal enum ToldVerdict
{
    SelfCall = Verdict.SelfCall,
    CallerSuspended = Verdict.CallerSuspended,
    RateLimited = Verdict.RateLimited,
    PremiumRequired = Verdict.PremiumRequired,
    CallingDisabled = Verdict.CallingDisabled,
    Unavailable = Verdict.Unavailable,
    NotAllowed = Verdict.NotAllowed,
    MessageRequired = Verdict.MessageRequired,
    Allowed = Verdict.Allowed,
}
