using Dapper;
using Signaling.Calls;
using Signaling.Storage;
using Signaling.Wire;

namespace Signaling.Api;

/// <summary>For whoever watches the process.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", () => TypedResults.Json(new HealthStatus("ok"), WireJson.Default.HealthStatus))
            .Produces<HealthStatus>()
            .WithTags("health")
            .Describe("health", "The process answers.");
        routes.MapGet("/health/ready", CheckReadyAsync)
            .Produces<HealthStatus>()
            .WithTags("health")
            .Describe("ready", "Storage and calls answer: the process can take people.", ErrorCode.Unavailable);
    }

    private static async Task<IResult> CheckReadyAsync(IDatabase database, CallDispatcher dispatcher, IHostApplicationLifetime lifetime, TimeProvider clock)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Problem.Result(ErrorCode.Unavailable, "The server is stopping.");
        }

        try
        {
            await database.ReadAsync(connection => connection.ExecuteScalarAsync<int>("SELECT 1")).WaitAsync(Patience, clock);
            await dispatcher.TellAsync((_, _) => { }).WaitAsync(Patience, clock);
            return TypedResults.Json(new HealthStatus("ready"), WireJson.Default.HealthStatus);
        }
        catch (Exception error) when (error is TimeoutException or System.Data.Common.DbException)
        {
            return Problem.Result(ErrorCode.Unavailable, "Storage or calls do not answer.");
        }
    }
}
