using Signaling.Accounts;
using Signaling.Messages;
using Signaling.Storage;
using Signaling.Wire;

namespace Signaling.Api;

/// <summary>Direct messages.</summary>
internal static class MessageEndpoints
{
    private const int MaximumClientRef = 64;

    public static void MapMessages(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder people = routes.MapForPeople("messages");
        people.MapGet("/conversations", ListConversationsAsync)
            .Produces<ConversationList>()
            .Describe("conversations", "One's conversations, the newest first.", ErrorCode.Malformed);
        people.MapGet("/conversations/{userId}/messages", ListMessagesAsync)
            .Produces<MessageList>()
            .Describe("messages", "The messages with an account, newest first.", ErrorCode.Malformed);
        people.MapPost("/conversations/{userId}/messages", SendAsync)
            .Produces<Message>(StatusCodes.Status201Created)
            .Describe(
                "sendMessage",
                "Sends a message. When answered it is stored; the same client_ref again gives the same message.",
                ErrorCode.Malformed,
                ErrorCode.NotFound,
                ErrorCode.Conflict,
                ErrorCode.TooLarge);
        people.MapPost("/conversations/{userId}/read", MarkReadAsync)
            .Produces(StatusCodes.Status204NoContent)
            .Describe("markRead", "Marks all that the account has written as read.");
    }

    private static async Task<IResult> ListConversationsAsync(HttpContext context, MessageStore messages, string? before, int? limit)
    {
        if (Paging.TryRead(before, limit, out Paging paging) is { } problem)
        {
            return problem;
        }

        Page<Conversation> page = await messages.ListConversationsAsync(CurrentAccount.Of(context).Id, paging.Before, paging.Limit);
        return TypedResults.Json(new ConversationList(page.Items, page.NextBefore), WireJson.Default.ConversationList);
    }

    private static async Task<IResult> ListMessagesAsync(HttpContext context, string userId, MessageStore messages, string? before, int? limit)
    {
        if (Paging.TryRead(before, limit, out Paging paging) is { } problem)
        {
            return problem;
        }

        Page<Message> page = await messages.ListAsync(CurrentAccount.Of(context).Id, userId, paging.Before, paging.Limit);
        return TypedResults.Json(new MessageList(page.Items, page.NextBefore), WireJson.Default.MessageList);
    }

    private static async Task<IResult> SendAsync(HttpContext context, string userId, MessageDraft draft, Messenger messenger)
    {
        string self = CurrentAccount.Of(context).Id;
        if (ProblemOf(draft, self == userId) is { } problem)
        {
            return problem;
        }

        return await messenger.SendAsync(self, userId, draft.Text, draft.ClientRef) switch
        {
            SendOutcome.Stored stored => TypedResults.Json(stored.Message, WireJson.Default.Message, statusCode: StatusCodes.Status201Created),
            SendOutcome.RecipientBlocked => Problem.Result(ErrorCode.Conflict, "You block this person. Unblock them to write."),
            SendOutcome.ClientRefTaken => Problem.Result(ErrorCode.Conflict, "This client_ref was used for another message. Use a new one."),
            _ => Problem.Result(ErrorCode.NotFound, "There is no such account."),
        };
    }

    private static IResult? ProblemOf(MessageDraft draft, bool isToSelf)
    {
        if (isToSelf)
        {
            return Problem.Result(ErrorCode.Malformed, "You cannot write to yourself.");
        }

        if (draft.Text.Length > Message.MaximumTextLength)
        {
            return Problem.Result(ErrorCode.TooLarge, $"A message has at most {Message.MaximumTextLength} characters.");
        }

        if (string.IsNullOrWhiteSpace(draft.Text) || !TextRules.IsWellFormed(draft.Text))
        {
            return Problem.Result(ErrorCode.Malformed, "A message needs a text.");
        }

        return draft.ClientRef is null || (draft.ClientRef.Length is > 0 and <= MaximumClientRef && TextRules.IsWellFormed(draft.ClientRef))
            ? null
            : Problem.Result(ErrorCode.Malformed, $"client_ref must be text of 1 to {MaximumClientRef} characters.");
    }

    private static async Task<IResult> MarkReadAsync(HttpContext context, string userId, MessageStore messages)
    {
        await messages.MarkReadAsync(CurrentAccount.Of(context).Id, userId);
        return TypedResults.NoContent();
    }
}
