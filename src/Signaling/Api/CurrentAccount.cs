using Signaling.Accounts;
using Signaling.RateLimits;
using Signaling.Tokens;
using Signaling.Wire;

namespace Signaling.Api;

/// <summary>
/// Before an endpoint of a signed-in person: is there such an account, may it do this, and does it not ask too often.
/// </summary>
internal sealed class CurrentAccount(AccountStore accounts, AccountRateLimiter requests) : IEndpointFilter
{
    /// <summary>The account of the request.</summary>
    public static Account Of(HttpContext context) => context.Features.Get<Account>()!;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        string id = http.User.FindFirst(BearerAuthentication.AccountClaim)!.Value;
        TimeSpan wait = requests.Take(id);
        if (wait > TimeSpan.Zero)
        {
            return Problem.Result(ProtocolError.TooMany("Too many requests. Wait a moment and try again.", wait));
        }

        Account? account = await accounts.FindAsync(id);
        if (account is null)
        {
            return Problem.Result(ErrorCode.Unauthenticated, "There is no such account.");
        }

        if (account.Suspended && !HttpMethods.IsGet(http.Request.Method))
        {
            return Problem.Result(ErrorCode.Forbidden, "Your account is suspended.");
        }

        http.Features.Set(account);
        return await next(context);
    }
}
