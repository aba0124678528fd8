using Signaling.Calls;
using Signaling.Storage;
using Signaling.Wire;

namespace Signaling.Api;

/// <summary>The call history.</summary>
internal static class CallEndpoints
{
    public static void MapCalls(this IEndpointRouteBuilder routes) => routes.MapForPeople("calls").MapGet("/calls", ListAsync)
        .Produces<CallList>()
        .Describe("calls", "One's ended calls, newest first.", ErrorCode.Malformed);

    private static async Task<IResult> ListAsync(HttpContext context, CallRecordStore records, string? before, int? limit)
    {
        if (Paging.TryRead(before, limit, out Paging paging) is { } problem)
        {
            return problem;
        }

        Page<CallRecord> page = await records.ListAsync(CurrentAccount.Of(context).Id, paging.Before, paging.Limit);
        return TypedResults.Json(new CallList(page.Items, page.NextBefore), WireJson.Default.CallList);
    }
}
