using System.Text.Json.Serialization;
using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>Why a call ended, as one side is told.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CallReason>))]
internal enum CallReason
{
    Hangup,
    Declined,
    Busy,
    Cancelled,
    NoAnswer,
    AnsweredElsewhere,
    DeclinedElsewhere,
    Failed,
    Blocked,
    Policy,
}
