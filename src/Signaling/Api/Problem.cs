using System.Text.Json.Serialization;
using Signaling.Wire;

namespace Signaling.Api;

/// <summary>An error over REST (RFC 9457) with this protocol's code.</summary>
/// <param name="Type">Always <c>about:blank</c>: the code says more.</param>
/// <param name="Title">For people: what happened and what to do.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">For programs.</param>
/// <param name="RetryAfter">Whole seconds after which a repetition can succeed, where waiting helps.</param>
internal sealed record Problem(
    string Type,
    string Title,
    int Status,
    ErrorCode Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? RetryAfter)
{
    /// <summary>The media type of problems.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>The HTTP status of a code.</summary>
    public static int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.Malformed or ErrorCode.SdpMalformed or ErrorCode.SdpUnsupported => StatusCodes.Status400BadRequest,
        ErrorCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorCode.Forbidden => StatusCodes.Status403Forbidden,
        ErrorCode.NotFound or ErrorCode.CallNotFound => StatusCodes.Status404NotFound,
        ErrorCode.Conflict or ErrorCode.WrongState => StatusCodes.Status409Conflict,
        ErrorCode.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCode.TooMany => StatusCodes.Status429TooManyRequests,
        ErrorCode.Unavailable or ErrorCode.Capacity => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>A problem as an endpoint's answer.</summary>
    public static IResult Result(ErrorCode code, string message) => Result(new ProtocolError(code, message));

    /// <summary>A problem as an endpoint's answer.</summary>
    public static IResult Result(ProtocolError error) => new ProblemResult(error);

    /// <summary>Writes a problem.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="error">What is wrong.</param>
    /// <param name="status">Where another than the code's own says more (405, 415).</param>
    public static Task WriteAsync(HttpContext context, ProtocolError error, int? status = null)
    {
        int code = status ?? StatusOf(error.Code);
        context.Response.StatusCode = code;
        if (error.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString();
        }

        return context.Response.WriteAsJsonAsync(
            new Problem("about:blank", error.Message, code, error.Code, error.RetryAfter),
            WireJson.Default.Problem,
            ContentType,
            context.RequestAborted);
    }
}
