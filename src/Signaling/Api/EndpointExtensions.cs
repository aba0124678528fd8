using Signaling.Tokens;
using Signaling.Wire;

namespace Signaling.Api;

/// <summary>What endpoints have in common.</summary>
internal static class EndpointExtensions
{
    /// <summary>Endpoints for a signed-in person.</summary>
    public static RouteGroupBuilder MapForPeople(this IEndpointRouteBuilder routes, string tag) => routes.MapGroup(string.Empty)
        .RequireAuthorization()
        .AddEndpointFilter<RouteGroupBuilder, CurrentAccount>()
        .WithMetadata(ErrorDocumentation.OfEveryone)
        .WithTags(tag);

    /// <summary>Endpoints for administrators.</summary>
    public static RouteGroupBuilder MapForAdmins(this IEndpointRouteBuilder routes, string tag) => routes.MapGroup("/admin")
        .RequireAdmin()
        .WithMetadata(ErrorDocumentation.OfEveryone)
        .WithTags(tag);

    /// <summary>Answers a token with the role of an administrator only.</summary>
    public static T RequireAdmin<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.RequireAuthorization(policy => policy.RequireRole(BearerAuthentication.AdminRole));

    /// <summary>Names an endpoint and says what it is for.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string name, string summary, params ErrorCode[] errors) => endpoint
        .WithName(name)
        .WithSummary(summary)
        .WithMetadata(new ErrorDocumentation(errors));
}
