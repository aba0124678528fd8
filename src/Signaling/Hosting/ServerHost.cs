using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Data.Sqlite;
using Signaling.Admin;
using Signaling.Api;
using Signaling.Calls;
using Signaling.Demo;
using Signaling.Metrics;
using Signaling.Rooms;
using Signaling.Sessions;
using Signaling.Storage;
using Signaling.Tokens;

namespace Signaling.Hosting;

/// <summary>Composes the server.</summary>
internal static class ServerHost
{
    private const int BodyLimit = 64 * 1024;

    /// <summary>Builds a server that is ready to start.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="replace">Replaces services, for tests.</param>
    /// <param name="clock">The clock; by default the system's.</param>
    /// <exception cref="StartupException">A setting cannot be used.</exception>
    public static async Task<WebApplication> BuildAsync(ServerOptions options, Action<IServiceCollection>? replace = null, TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { WebRootPath = null });
        builder.Configuration.Sources.Clear();
        bool isStarted = false;
        Log(builder.Logging, options.Log, () => isStarted);
        Listen(builder.WebHost, options);

        DataDirectory data = DataDirectory.Open(options.Data);
        try
        {
            IDatabase database = await OpenDatabaseAsync(data, clock);
            builder.Services.AddSingleton(_ => data).AddSingleton(_ => database);
            builder.Services.AddSignaling(options, data, clock);
            replace?.Invoke(builder.Services);
        }
        catch
        {
            data.Dispose();
            throw;
        }

        WebApplication app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => isStarted = true);
        app.Services.GetRequiredService<DataDirectory>();

        // It counts from the beginning, not from the first question.
        app.Services.GetRequiredService<MetricsCollector>();
        await app.Services.GetRequiredService<CallRecordStore>().CloseUnfinishedAsync();
        if (options.Demo)
        {
            await app.Services.GetRequiredService<DemoData>().SeedAsync();
        }

        Map(app, options);
        return app;
    }

    private static async Task<IDatabase> OpenDatabaseAsync(DataDirectory data, TimeProvider clock)
    {
        using ILoggerFactory logging = LoggerFactory.Create(logging => logging.AddSimpleConsole());
        try
        {
            return await SqliteDatabase.OpenAsync(data.Database, Migration.Embedded(), clock, logging.CreateLogger<SqliteDatabase>());
        }
        catch (SqliteException error)
        {
            throw new StartupException($"The database {data.Database} cannot be opened: {error.Message}");
        }
    }

    private static void Log(ILoggingBuilder logging, LogOptions options, Func<bool> isStarted)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.UseUtcTimestamp = true;
        });
        logging.SetMinimumLevel(options.Level);

        // A start that fails is told in one line by the process; the host would add a stack trace.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Warning && isStarted());

        // The framework logs paths, which hold account ids, and addresses at debug.
        if (options.Level > LogLevel.Debug)
        {
            logging.AddFilter("Microsoft", LogLevel.Warning);

            // It would make an activity with identifiers for each request, which nobody reads: a tenth of what a request allocates. It logs nothing else
            // above "information" but a start that fails, which the process tells.
            logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
            logging.AddFilter(typeof(BearerAuthentication).FullName, LogLevel.Warning);
        }
    }

    private static void Listen(ConfigureWebHostBuilder host, ServerOptions options)
    {
        X509Certificate2? certificate = LoadCertificate(options.Http);
        host.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimit;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate);
            if (options.Urls.Count == 0)
            {
                kestrel.ListenAnyIP(options.Port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
            }
        });
        if (options.Urls.Count > 0)
        {
            bool isSecure = options.Urls.Any(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
            if (isSecure && certificate is null)
            {
                throw new StartupException("An https address needs http.certificate_file and http.certificate_key_file.");
            }

            if (options.Urls.FirstOrDefault(url => !Uri.TryCreate(url, UriKind.Absolute, out _)) is { } wrong)
            {
                throw new StartupException($"urls: '{wrong}' is not an address such as http://127.0.0.1:8080.");
            }

            host.UseKestrelHttpsConfiguration();
        }
    }

    private static X509Certificate2? LoadCertificate(HttpOptions options)
    {
        if (options.CertificateFile is null)
        {
            return null;
        }

        try
        {
            return X509Certificate2.CreateFromPemFile(options.CertificateFile, options.CertificateKeyFile);
        }
        catch (Exception error) when (error is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new StartupException($"http.certificate_file {options.CertificateFile} cannot be used: {error.Message}");
        }
    }

    private static void Map(WebApplication app, ServerOptions options)
    {
        foreach (string url in options.Urls)
        {
            app.Urls.Add(url);
        }

        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseWebSockets(new WebSocketOptions
        {
            KeepAliveInterval = TimeSpan.FromSeconds(options.Sessions.PingSeconds),
            KeepAliveTimeout = TimeSpan.FromSeconds(options.Sessions.PongSeconds),
        });
        app.UseWebClient(options.WebRoot);
        app.UseRouting();
        app.UseCors();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapHealth();
        app.MapMetrics();
        app.MapAccounts();
        app.MapSocial();
        app.MapMessages();
        app.MapCalls();
        app.MapAdministration();
        app.MapRooms();
        if (options.Demo)
        {
            app.MapDemo();
        }

        app.Map("/ws", app.Services.GetRequiredService<SessionEndpoint>().HandleAsync).ExcludeFromDescription();
    }
}
