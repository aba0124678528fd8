using Signaling.Wire;

namespace Signaling.Api;

/// <summary>A problem as an endpoint's answer.</summary>
internal sealed class ProblemResult(ProtocolError error) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => Problem.WriteAsync(httpContext, error);
}
