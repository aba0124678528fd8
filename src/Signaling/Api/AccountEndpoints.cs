using Signaling.Accounts;
using Signaling.Policy;
using Signaling.Storage;
using Signaling.Wire;

namespace Signaling.Api;

/// <summary>One's own account, other people, and whether they can be called.</summary>
internal static class AccountEndpoints
{
    private const int MaximumQuery = 64;

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder people = routes.MapForPeople("accounts");
        people.MapGet("/me", (HttpContext context) => TypedResults.Json(CurrentAccount.Of(context), WireJson.Default.Account))
            .Produces<Account>()
            .Describe("me", "One's own account.");
        people.MapGet("/me/settings", ReadSettingsAsync)
            .Produces<CallSettings>()
            .Describe("settings", "Who may call.");
        people.MapPatch("/me/settings", ChangeSettingsAsync)
            .Produces<CallSettings>()
            .Describe("changeSettings", "Changes any part of the settings.", ErrorCode.Malformed);
        people.MapGet("/users", SearchAsync)
            .Produces<ProfileList>()
            .Describe("searchUsers", "Accounts whose handle or name begins with the query, by handle.", ErrorCode.Malformed);
        people.MapGet("/users/{id}", FindAsync)
            .Produces<Profile>()
            .Describe("user", "An account as the reader sees it.", ErrorCode.NotFound);
        people.MapGet("/users/{id}/call-eligibility", AskEligibilityAsync)
            .Produces<Eligibility>()
            .Describe("callEligibility", "Whether a call would be admitted now. An account that is not there is answered like one that blocks.");
    }

    private static async Task<IResult> ReadSettingsAsync(HttpContext context, AccountStore accounts) =>
        await accounts.FindSettingsAsync(CurrentAccount.Of(context).Id) is { } settings
            ? TypedResults.Json(settings, WireJson.Default.CallSettings)
            : Gone();

    private static async Task<IResult> ChangeSettingsAsync(HttpContext context, SettingsPatch patch, AccountStore accounts) =>
        await accounts.UpdateSettingsAsync(CurrentAccount.Of(context).Id, patch.ApplyTo) is { } settings
            ? TypedResults.Json(settings, WireJson.Default.CallSettings)
            : Gone();

    private static async Task<IResult> SearchAsync(HttpContext context, AccountStore accounts, string? query, string? before, int? limit)
    {
        if (Paging.TryRead(before, limit, out Paging paging) is { } problem)
        {
            return problem;
        }

        string prefix = (query ?? string.Empty).Trim().TrimStart('@');
        if (prefix.Length > MaximumQuery || !TextRules.IsWellFormed(prefix))
        {
            return Problem.Result(ErrorCode.Malformed, $"query must be text of at most {MaximumQuery} characters.");
        }

        string after = paging.Before == PageCursor.Newest ? string.Empty : paging.Before.Id;
        IReadOnlyList<Profile> rows = await accounts.SearchAsync(prefix, CurrentAccount.Of(context).Id, after, paging.Limit + 1);
        Page<Profile> page = Page<Profile>.Cut(rows, paging.Limit, profile => new PageCursor(0, profile.Handle).ToString());
        return TypedResults.Json(new ProfileList(page.Items, page.NextBefore), WireJson.Default.ProfileList);
    }

    private static async Task<IResult> FindAsync(HttpContext context, string id, AccountStore accounts) =>
        await accounts.FindProfileAsync(id, CurrentAccount.Of(context).Id) is { } profile
            ? TypedResults.Json(profile, WireJson.Default.Profile)
            : Problem.Result(ErrorCode.NotFound, "There is no such account.");

    private static async Task<IResult> AskEligibilityAsync(HttpContext context, string id, PolicyGate policy)
    {
        string caller = CurrentAccount.Of(context).Id;
        TimeSpan wait = policy.CountLookup(caller);
        if (wait > TimeSpan.Zero)
        {
            return Problem.Result(ProtocolError.TooMany("Too many questions. Wait a moment and try again.", wait));
        }

        PolicyDecision decision = await policy.PreviewAsync(caller, id);
        return TypedResults.Json(
            new Eligibility(decision.Verdict.IsAllowed, decision.Verdict.Told, decision.RetryAfterSeconds), WireJson.Default.Eligibility);
    }

    private static IResult Gone() => Problem.Result(ErrorCode.Unauthenticated, "There is no such account.");
}
