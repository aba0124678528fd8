using Signaling.Wire;

namespace Signaling.Api;

/// <summary>The errors of an endpoint, for the OpenAPI document.</summary>
/// <param name="Codes">Beyond those of every endpoint.</param>
internal sealed record ErrorDocumentation(IReadOnlyList<ErrorCode> Codes)
{
    /// <summary>Of every endpoint that needs a token.</summary>
    public static readonly ErrorDocumentation OfEveryone = new([ErrorCode.Unauthenticated, ErrorCode.Forbidden, ErrorCode.TooMany]);
}
