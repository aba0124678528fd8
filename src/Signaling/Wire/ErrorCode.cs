using System.Text.Json.Serialization;

namespace Signaling.Wire;

/// <summary>The codes of every error, over REST and WebSocket (docs/protocol.md, "Codes").</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ErrorCode>))]
internal enum ErrorCode
{
    SelfCall,
    CallerSuspended,
    RateLimited,
    PremiumRequired,
    CallingDisabled,
    Unavailable,
    NotAllowed,
    MessageRequired,
    AlreadyInCall,
    CallNotFound,
    WrongState,
    SdpMalformed,
    SdpUnsupported,
    Capacity,
    Malformed,
    UnknownType,
    TooLarge,
    TooMany,
    Unauthenticated,
    Forbidden,
    NotFound,
    Conflict,
    Internal,
}
