using Sfu;
using Signaling.Accounts;
using Signaling.Api;
using Signaling.Calls;
using Signaling.Storage;
using Signaling.Wire;

namespace Signaling.Admin;

/// <summary>What the app that this server belongs to, and its operators, do.</summary>
internal static class AdminEndpoints
{
    private const int IdentifierLimit = 16;

    public static void MapAdministration(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder admins = routes.MapForAdmins("administration");
        admins.MapGet("/users", ListAsync)
            .Produces<AdminUserList>()
            .Describe("adminUsers", "Accounts whose handle or name begins with the query, by handle.", ErrorCode.Malformed);
        admins.MapPut("/users/{id}", PutAsync)
            .Produces<AdminUser>()
            .Produces<AdminUser>(StatusCodes.Status201Created)
            .Describe("adminPutUser", "Makes or replaces an account.", ErrorCode.Malformed, ErrorCode.Conflict);
        admins.MapPatch("/users/{id}", PatchAsync)
            .Produces<AdminUser>()
            .Describe("adminPatchUser", "Changes any part of an account. Suspension ends its calls and sessions.", ErrorCode.Malformed, ErrorCode.NotFound, ErrorCode.Conflict);
        admins.MapDelete("/users/{id}", async (string id, AccountAdministration administration) =>
                await administration.DeleteAsync(id) ? TypedResults.NoContent() : Unknown())
            .Produces(StatusCodes.Status204NoContent)
            .Describe("adminDeleteUser", "Deletes an account and erases what is its own.", ErrorCode.NotFound);
        admins.MapGet("/calls", ListCallsAsync)
            .Produces<AdminCallList>()
            .Describe("adminCalls", "The calls that are on.");
        admins.MapPost("/calls/{id}/end", EndCallAsync)
            .Produces(StatusCodes.Status204NoContent)
            .Describe("adminEndCall", "Ends a call with reason policy.", ErrorCode.NotFound);
        admins.MapGet("/media", (IMediaServer media) => TypedResults.Json(new AdminWorkerList(media.GetWorkers()), WireJson.Default.AdminWorkerList))
            .Produces<AdminWorkerList>()
            .Describe("adminMedia", "What each worker of the media engine does: load, participants, rooms, memory, packets lost.");
        admins.MapGet("/process", () => TypedResults.Json(ProcessReport.Now(), WireJson.Default.ProcessReport))
            .Produces<ProcessReport>()
            .Describe("adminProcess", "What the process has used: processor, memory, garbage collections.");
    }

    private static async Task<IResult> ListAsync(AdminAccountStore store, string? query, string? before, int? limit)
    {
        if (Paging.TryRead(before, limit, out Paging paging) is { } problem)
        {
            return problem;
        }

        string after = paging.Before == PageCursor.Newest ? string.Empty : paging.Before.Id;
        Page<AdminUser> page = await store.ListAsync((query ?? string.Empty).Trim(), after, paging.Limit);
        return TypedResults.Json(new AdminUserList(page.Items, page.NextBefore), WireJson.Default.AdminUserList);
    }

    private static async Task<IResult> PutAsync(string id, AdminUserPut put, AccountAdministration administration)
    {
        if (!AccountId.IsValid(id))
        {
            return Problem.Result(ErrorCode.Malformed, $"An id has 1 to {AccountId.MaximumLength} letters, digits and _ - . : @ |");
        }

        return ProblemOf(put.Handle, put.DisplayName, put.Identifiers) ?? Answer(await administration.PutAsync(id, put));
    }

    private static async Task<IResult> PatchAsync(string id, AdminUserPatch patch, AccountAdministration administration) =>
        ProblemOf(patch.Handle, patch.DisplayName, patch.Identifiers) ?? Answer(await administration.PatchAsync(id, patch));

    private static async Task<IResult> ListCallsAsync(CallDispatcher dispatcher)
    {
        IReadOnlyList<Call> running = [];
        await dispatcher.TellAsync((board, _) => running = board.Running);
        AdminCall[] calls = [.. running.Select(call => new AdminCall(
            call.Id, call.Caller.Account, call.Callee.Account, call.State, call.Media, call.CreatedAt, call.AnsweredAt))];
        return TypedResults.Json(new AdminCallList(calls), WireJson.Default.AdminCallList);
    }

    private static async Task<IResult> EndCallAsync(string id, CallDispatcher dispatcher)
    {
        bool isOn = false;
        await dispatcher.TellAsync((board, now) =>
        {
            isOn = board.Find(id) is { State: not CallState.Ended };
            board.Happened(id, new CallInput.EndByPolicy(), now);
        });
        return isOn ? TypedResults.NoContent() : Problem.Result(ErrorCode.NotFound, "There is no such call, or it has ended.");
    }

    private static IResult Answer(AdminOutcome outcome) => outcome switch
    {
        AdminOutcome.Saved saved => TypedResults.Json(
            saved.User, WireJson.Default.AdminUser, statusCode: saved.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK),
        AdminOutcome.Refused { Reason: AdminRefusal.IdGone } => Problem.Result(ErrorCode.Conflict, "This id belonged to an account that was deleted."),
        AdminOutcome.Refused { Reason: AdminRefusal.HandleTaken } => Problem.Result(ErrorCode.Conflict, "Another account has this handle."),
        AdminOutcome.Refused { Reason: AdminRefusal.IdentifierTaken } => Problem.Result(ErrorCode.Conflict, "Another account has one of these identifiers."),
        AdminOutcome.Refused { Reason: AdminRefusal.IdentifierMalformed } => Problem.Result(
            ErrorCode.Malformed, "identifiers are international phone numbers (+...) and e-mail addresses."),
        _ => Unknown(),
    };

    private static IResult? ProblemOf(string? handle, string? displayName, IReadOnlyList<string>? identifiers)
    {
        if (handle is not null && !Handle.IsValid(handle))
        {
            return Problem.Result(ErrorCode.Malformed, $"A handle has 1 to {Handle.MaximumLength} letters, digits and underscores.");
        }

        if (displayName is not null && !DisplayName.IsValid(displayName))
        {
            return Problem.Result(ErrorCode.Malformed, $"A display_name has 1 to {DisplayName.MaximumLength} characters, none of them control characters.");
        }

        return identifiers is null || (identifiers.Count <= IdentifierLimit && identifiers.All(identifier => identifier is not null))
            ? null
            : Problem.Result(ErrorCode.Malformed, $"identifiers has at most {IdentifierLimit} entries.");
    }

    private static IResult Unknown() => Problem.Result(ErrorCode.NotFound, "There is no such account.");
}
