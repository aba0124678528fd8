using System.Text.Json.Serialization;
using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>Where a call is in its life.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CallState>))]
internal enum CallState
{
    /// <summary>The callee's devices ring.</summary>
    Ringing,

    /// <summary>Accepted; media is not up on both sides yet.</summary>
    Connecting,

    /// <summary>Media is up on both sides.</summary>
    Active,

    /// <summary>Media of a side is gone and may come back.</summary>
    Reconnecting,

    /// <summary>Over.</summary>
    Ended,
}
