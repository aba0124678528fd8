using System.Text.Encodings.Web;
using Sfu;
using Sfu.Admission;
using Signaling.Accounts;
using Signaling.Admin;
using Signaling.Api;
using Signaling.Calls;
using Signaling.Demo;
using Signaling.Messages;
using Signaling.Metrics;
using Signaling.Policy;
using Signaling.RateLimits;
using Signaling.Sessions;
using Signaling.Social;
using Signaling.Tokens;
using Signaling.Wire;

namespace Signaling.Hosting;

/// <summary>The parts of the server and what each needs.</summary>
internal static class ServiceRegistration
{
    /// <summary>Registers everything but data directory and database.</summary>
    public static void AddSignaling(this IServiceCollection services, ServerOptions options, DataDirectory data, TimeProvider clock)
    {
        services.AddSingleton(clock);
        services.AddSingleton(options);
        services.AddSingleton(options.Policy);
        services.AddSingleton(options.Calls);
        services.AddSingleton(options.Sessions);
        services.AddSingleton(options.Rooms);
        services.AddSingleton<SignalingMetrics>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));

        services.AddSingleton(IdentifierHasher.Create(options.Identifiers, data));
        services.AddSingleton<AccountStore>();
        services.AddSingleton<AdminAccountStore>();
        services.AddSingleton<AccountAdministration>();
        services.AddSingleton<AddressBookStore>();
        services.AddSingleton<Relations>();
        services.AddSingleton<MessageStore>();
        services.AddSingleton<Messenger>();

        services.AddSingleton<CallFactsStore>();
        services.AddSingleton<PolicyVersion>();
        services.AddSingleton<PolicyGate>();

        AddCalls(services, options);
        AddTokens(services, options, data, clock);
        AddHttp(services, options);
        services.AddHostedService<GracefulStop>();
    }

    private static void AddCalls(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(AdmissionTicketSigner.WithRandomKey());
        services.AddSingleton<IMediaServer>(provider => MediaEngine.Create(
            options.Media,
            provider.GetRequiredService<AdmissionTicketSigner>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MediaServer>>()));
        services.AddSingleton<MediaMetrics>();
        services.AddSingleton<MetricsCollector>();
        services.AddSingleton(new Switchboard(options.Calls.Times));
        services.AddSingleton<CallRecordStore>();
        services.AddSingleton<CallEffectRunner>();
        services.AddSingleton<CallDispatcher>();
        services.AddSingleton<CallInvitations>();
        services.AddSingleton<CallCommands>();
        services.AddSingleton<MediaAdmission>();
        services.AddSingleton<MediaNegotiation>();
        services.AddHostedService<MediaEventPump>();
        services.AddSingleton<SessionRegistry>();
        services.AddSingleton<ICallClients>(provider => provider.GetRequiredService<SessionRegistry>());
        services.AddSingleton<SessionStarter>();
        services.AddSingleton<SessionRouter>();
        services.AddSingleton<SessionEndpoint>();
    }

    private static void AddTokens(IServiceCollection services, ServerOptions options, DataDirectory data, TimeProvider clock)
    {
        TokenOptions tokens = options.Tokens;
        if (options.Demo)
        {
            var key = TokenKey.OfSecret(data.Key("demo-tokens.key"));
            services.AddSingleton(new TokenValidator(tokens.Issuer, tokens.Audience, [key], clock));
            services.AddSingleton(new DemoTokens(tokens, key, clock));
            services.AddSingleton<DemoData>();
            return;
        }

        TokenKey[] keys = tokens.Keys.Count == 0
            ? [TokenKey.OfSecret(data.Key(TokenOptions.GeneratedKey))]
            : [.. tokens.Keys.Select((key, index) => TokenKey.Load(key, $"tokens.keys.{index}"))];
        services.AddSingleton(new TokenValidator(tokens.Issuer, tokens.Audience, keys, clock));
    }

    private static void AddHttp(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(provider => new AccountRateLimiter(options.Http.RequestLimit, provider.GetRequiredService<TimeProvider>()));
        services.AddRouting();
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            System.Text.Json.JsonSerializerOptions wire = WireJson.Default.Options;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Default);
            json.SerializerOptions.PropertyNamingPolicy = wire.PropertyNamingPolicy;
            json.SerializerOptions.PropertyNameCaseInsensitive = wire.PropertyNameCaseInsensitive;
            json.SerializerOptions.NumberHandling = wire.NumberHandling;
            json.SerializerOptions.RespectNullableAnnotations = wire.RespectNullableAnnotations;
            json.SerializerOptions.RespectRequiredConstructorParameters = wire.RespectRequiredConstructorParameters;
            json.SerializerOptions.AllowDuplicateProperties = wire.AllowDuplicateProperties;
            json.SerializerOptions.Converters.Add(new UtcTimeConverter());
        });

        // The core alone: AddAuthentication would bring the key ring of cookie protection, which nothing here uses.
        services.AddAuthenticationCore(authentication =>
        {
            authentication.AddScheme<BearerAuthentication>(BearerAuthentication.SchemeName, null);
            authentication.DefaultScheme = BearerAuthentication.SchemeName;
        });
        services.AddTransient<BearerAuthentication>();
        services.AddSingleton(UrlEncoder.Default);
        services.AddAuthorization();
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. options.Http.Origins])
            .WithMethods("GET", "PUT", "POST", "PATCH", "DELETE")
            .WithHeaders("authorization", "content-type")));
        services.AddOpenApi("v1", OpenApiDocumentation.Configure);
    }
}
