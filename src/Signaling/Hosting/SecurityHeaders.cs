using Microsoft.Extensions.Primitives;

namespace Signaling.Hosting;

/// <summary>What browsers must not do with what this server sends.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; media-src 'self' blob:; "
        + "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const string PermissionsPolicy =
        "camera=(self), microphone=(self), speaker-selection=(self), display-capture=(self), autoplay=(self), fullscreen=(self), "
        + "geolocation=(), payment=(), usb=()";

    private static readonly KeyValuePair<string, StringValues>[] Headers =
    [
        new("Content-Security-Policy", ContentSecurityPolicy),
        new("Permissions-Policy", PermissionsPolicy),
        new("X-Content-Type-Options", "nosniff"),
        new("Referrer-Policy", "no-referrer"),
        new("Cross-Origin-Opener-Policy", "same-origin"),
    ];

    /// <summary>Adds the headers and runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        foreach ((string name, StringValues value) in Headers)
        {
            context.Response.Headers[name] = value;
        }

        return next(context);
    }
}
