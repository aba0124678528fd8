using Signaling.Wire;

namespace Signaling.Api;

/// <summary>Turns everything that no endpoint answered, or that failed, into a problem.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            await Problem.WriteAsync(context, error.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? new ProtocolError(ErrorCode.TooLarge, "The request is too large.")
                : new ProtocolError(ErrorCode.Malformed, "The request cannot be read: a field is missing or not of its type, or the body is not JSON."));
            return;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // The last line of defence: one failing request is answered as such.
        catch (Exception error) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            ApiLog.RequestFailed(logger, error, context.GetEndpoint()?.DisplayName ?? "(none)");
            await Problem.WriteAsync(context, new ProtocolError(ErrorCode.Internal, "Something went wrong on the server. Try again."));
            return;
        }

        if (!context.Response.HasStarted && context.Response.ContentLength is null && ErrorOf(context.Response.StatusCode) is { } unanswered)
        {
            int status = context.Response.StatusCode;
            await Problem.WriteAsync(context, unanswered, status);
        }
    }

    private static ProtocolError? ErrorOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => new(ErrorCode.NotFound, "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => new(ErrorCode.Malformed, "This address does not take this method."),
        StatusCodes.Status415UnsupportedMediaType => new(ErrorCode.Malformed, "The body must be application/json."),
        StatusCodes.Status413PayloadTooLarge => new(ErrorCode.TooLarge, "The request is too large."),
        StatusCodes.Status400BadRequest => new(ErrorCode.Malformed, "The request cannot be read."),
        _ => null,
    };
}
