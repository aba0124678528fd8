using System.ComponentModel.DataAnnotations;
using Signaling.RateLimits;

namespace Signaling.Hosting;

/// <summary>The configuration section <c>http</c>.</summary>
internal sealed class HttpOptions
{
    /// <summary>Requests that an account may make at once.</summary>
    [Range(1, 100_000)]
    public int RequestsBurst { get; init; } = 200;

    /// <summary>Requests that an account may make in the long run.</summary>
    [Range(0.1, 100_000)]
    public double RequestsPerSecond { get; init; } = 50;

    /// <summary>Web pages of other origins that may use the REST interface (CORS), such as <c>https://app.example.org</c>.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>A PEM file with the certificate chain, for <c>https</c> addresses.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>A PEM file with the certificate's private key.</summary>
    public string? CertificateKeyFile { get; init; }

    public RateLimit RequestLimit => new(RequestsBurst, RequestsPerSecond);
}
