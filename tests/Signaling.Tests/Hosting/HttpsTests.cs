using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Signaling.Hosting;
using Signaling.Tests.Support;

namespace Signaling.Tests.Hosting;

public sealed class HttpsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task An_https_address_is_served_with_the_configured_certificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=calls.example.org", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(_directory.File("cert.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(_directory.File("key.pem"), key.ExportPkcs8PrivateKeyPem());
        await using TestServer server = await TestServer.StartAsync(data => Options(data, new HttpOptions
        {
            CertificateFile = _directory.File("cert.pem"),
            CertificateKeyFile = _directory.File("key.pem"),
        }));

        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.Subject == "CN=calls.example.org" };
        using var http = new HttpClient(handler) { BaseAddress = server.Address };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task An_https_address_without_certificate_does_not_start()
    {
        StartupException error = await Assert.ThrowsAsync<StartupException>(() => ServerHost.BuildAsync(Options(_directory.Path, new HttpOptions())));
        Assert.Contains("http.certificate_file", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<StartupException>(() => ServerHost.BuildAsync(Options(_directory.Path, new HttpOptions { CertificateFile = "/nowhere.pem" })));
        Assert.Contains("/nowhere.pem", error.Message, StringComparison.Ordinal);
    }

    private static ServerOptions Options(string data, HttpOptions http) => new()
    {
        Data = data,
        Demo = true,
        Urls = ["https://127.0.0.1:0"],
        WebRoot = data,
        Http = http,
        Log = new LogOptions { Level = Microsoft.Extensions.Logging.LogLevel.Error },
    };
}
