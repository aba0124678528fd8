using System.Text.Json.Serialization;
using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>Whether the reader was called or called.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CallDirection>))]
internal enum CallDirection
{
    Incoming,
    Outgoing,
}
