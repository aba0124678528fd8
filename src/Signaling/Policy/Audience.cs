using System.Text.Json.Serialization;
using Signaling.Wire;

namespace Signaling.Policy;

/// <summary>The audiences that an account can open its calls to, and the reason for which a caller was let through.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Audience>))]
internal enum Audience
{
    Follows,
    Contacts,
    Verified,
    Everyone,
}
