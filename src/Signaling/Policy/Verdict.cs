using System.Text.Json.Serialization;
using Signaling.Wire;

namespace Signaling.Policy;

/// <summary>What the policy decides, in the order in which it decides.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Verdict>))]
internal enum Verdict
{
    SelfCall,
    CallerSuspended,
    RateLimited,
    PremiumRequired,
    CallingDisabled,

    /// <summary>The callee is unknown, suspended or gone.</summary>
    Unavailable,

    /// <summary>Either blocks the other. For metrics only; callers are told <see cref="Unavailable"/>.</summary>
    Blocked,

    NotAllowed,
    MessageRequired,
    Allowed,
}
