using Signaling.Accounts;
using Signaling.Social;
using Signaling.Storage;
using Signaling.Wire;

namespace Signaling.Api;

/// <summary>Follows, blocks and the address book.</summary>
internal static class SocialEndpoints
{
    private const long AddressBookBody = 1024 * 1024;

    public static void MapSocial(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder people = routes.MapForPeople("social");
        people.MapGet("/me/follows", (HttpContext context, Relations relations, string? before, int? limit) =>
                ListAsync(context, relations.Follows, before, limit))
            .Produces<ProfileList>()
            .Describe("follows", "Whom one follows, newest first.", ErrorCode.Malformed);
        people.MapPut("/me/follows/{userId}", (HttpContext context, Relations relations, string userId) =>
                AddAsync(context, userId, relations.Follows.AddAsync))
            .Produces(StatusCodes.Status204NoContent)
            .Describe("follow", "Follows an account.", ErrorCode.Malformed, ErrorCode.NotFound, ErrorCode.Conflict);
        people.MapDelete("/me/follows/{userId}", (HttpContext context, Relations relations, string userId) =>
                RemoveAsync(context, relations.Follows, userId))
            .Produces(StatusCodes.Status204NoContent)
            .Describe("unfollow", "Follows an account no more.");
        people.MapGet("/me/blocks", (HttpContext context, Relations relations, string? before, int? limit) =>
                ListAsync(context, relations.Blocks, before, limit))
            .Produces<ProfileList>()
            .Describe("blocks", "Whom one blocks, newest first.", ErrorCode.Malformed);
        people.MapPut("/me/blocks/{userId}", (HttpContext context, Relations relations, string userId) =>
                AddAsync(context, userId, relations.BlockAsync))
            .Produces(StatusCodes.Status204NoContent)
            .Describe("block", "Blocks an account; a call with it ends.", ErrorCode.Malformed, ErrorCode.NotFound, ErrorCode.Conflict);
        people.MapDelete("/me/blocks/{userId}", (HttpContext context, Relations relations, string userId) =>
                RemoveAsync(context, relations.Blocks, userId))
            .Produces(StatusCodes.Status204NoContent)
            .Describe("unblock", "Blocks an account no more.");
        MapAddressBook(people);
    }

    private static void MapAddressBook(RouteGroupBuilder people)
    {
        people.MapGet("/me/address-book", async (HttpContext context, AddressBookStore books) =>
                TypedResults.Json(await books.FindAsync(CurrentAccount.Of(context).Id), WireJson.Default.AddressBook))
            .Produces<AddressBook>()
            .Describe("addressBook", "Whether access to the address book is granted, and how many entries are kept.");
        people.MapPut("/me/address-book", ReplaceAddressBookAsync)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(AddressBookBody))
            .Produces<AddressBook>()
            .Describe(
                "replaceAddressBook",
                "Grants access and replaces the book. Only keyed hashes are kept; what is neither phone number nor e-mail address is left out.",
                ErrorCode.Malformed,
                ErrorCode.TooLarge);
        people.MapDelete("/me/address-book", async (HttpContext context, AddressBookStore books) =>
            {
                await books.EraseAsync(CurrentAccount.Of(context).Id);
                return TypedResults.NoContent();
            })
            .Produces(StatusCodes.Status204NoContent)
            .Describe("eraseAddressBook", "Withdraws access and erases the book.");
    }

    private static async Task<IResult> ListAsync(HttpContext context, RelationStore relation, string? before, int? limit)
    {
        if (Paging.TryRead(before, limit, out Paging paging) is { } problem)
        {
            return problem;
        }

        Page<Profile> page = await relation.ListAsync(CurrentAccount.Of(context).Id, paging.Before, paging.Limit);
        return TypedResults.Json(new ProfileList(page.Items, page.NextBefore), WireJson.Default.ProfileList);
    }

    private static async Task<IResult> AddAsync(HttpContext context, string other, Func<string, string, Task<RelationResult>> add)
    {
        string self = CurrentAccount.Of(context).Id;
        if (other == self)
        {
            return Problem.Result(ErrorCode.Malformed, "This is your own account.");
        }

        return await add(self, other) switch
        {
            RelationResult.UnknownAccount => Problem.Result(ErrorCode.NotFound, "There is no such account."),
            RelationResult.TooMany => Problem.Result(ErrorCode.Conflict, "The list is full. Remove somebody first."),
            _ => TypedResults.NoContent(),
        };
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, RelationStore relation, string other)
    {
        await relation.RemoveAsync(CurrentAccount.Of(context).Id, other);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ReplaceAddressBookAsync(HttpContext context, AddressBookUpload upload, AddressBookStore books)
    {
        if (upload.Entries.Count > AddressBookStore.EntryLimit)
        {
            return Problem.Result(ErrorCode.TooLarge, $"An address book has at most {AddressBookStore.EntryLimit} entries.");
        }

        // RespectNullableAnnotations does not look into lists.
        AddressBook book = await books.ReplaceAsync(CurrentAccount.Of(context).Id, [.. upload.Entries.Where(entry => entry is not null)]);
        return TypedResults.Json(book, WireJson.Default.AddressBook);
    }
}
