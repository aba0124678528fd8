using Signaling.Accounts;
using Signaling.Api;
using Signaling.Wire;

namespace Signaling.Demo;

/// <summary>Signing in without an app around this server. Mapped with <c>--demo</c> only.</summary>
internal static class DemoEndpoints
{
    // Not listed with the people: its token opens /admin.
    private const string Operator = "operator";

    public static void MapDemo(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder demo = routes.MapGroup("/demo").WithTags("demo");
        demo.MapGet("/users", ListAsync)
            .Produces<DemoUserList>()
            .Describe("demoUsers", "The accounts that one can sign in as.");
        demo.MapPost("/sign-in", SignInAsync)
            .Produces<DemoSignedIn>()
            .Describe("demoSignIn", "A token of a demo account; of 'operator' one with the role admin.", ErrorCode.Malformed, ErrorCode.NotFound);
    }

    private static async Task<IResult> ListAsync(AccountStore accounts)
    {
        var users = new List<Account>();
        foreach (DemoPerson person in DemoPerson.All)
        {
            if (await accounts.FindAsync(person.Id) is { } account)
            {
                users.Add(account);
            }
        }

        return TypedResults.Json(new DemoUserList(users), WireJson.Default.DemoUserList);
    }

    private static async Task<IResult> SignInAsync(DemoSignIn signIn, AccountStore accounts, DemoTokens tokens)
    {
        bool isOperator = signIn.UserId == Operator;
        Account? user = isOperator
            ? new Account { Id = Operator, Handle = Operator, DisplayName = "Operator", Premium = false, Verified = false, Suspended = false }
            : DemoPerson.All.Any(person => person.Id == signIn.UserId) ? await accounts.FindAsync(signIn.UserId) : null;
        if (user is null)
        {
            return Problem.Result(ErrorCode.NotFound, "There is no such demo account.");
        }

        (string token, DateTimeOffset expiresAt) = tokens.Issue(user.Id, isOperator);
        return TypedResults.Json(new DemoSignedIn(token, expiresAt, user), WireJson.Default.DemoSignedIn);
    }
}
