using System.Text.Json.Serialization;
using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>Which way a call went, seen from the reader.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CallDirection>))]
internal enum CallDirection
{
    Incoming,
    Outgoing,
}
