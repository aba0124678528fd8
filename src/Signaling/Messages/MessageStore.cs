using System.Data.Common;
using Dapper;
using Signaling.Accounts;
using Signaling.Storage;

namespace Signaling.Messages;

/// <summary>Direct messages and what of them is read.</summary>
internal sealed class MessageStore(IDatabase database, TimeProvider clock)
{
    private const int UnreadLimit = 100;

    /// <summary>Stores a message; the same <paramref name="clientRef"/> again gives the same message.</summary>
    public Task<SendOutcome> SendAsync(string sender, string recipient, string text, string? clientRef) => database.WriteAsync(async connection =>
    {
        if (clientRef is not null && await FindByClientRefAsync(connection, sender, clientRef) is { } earlier)
        {
            return earlier.RecipientId == recipient && earlier.Text == text
                ? new SendOutcome.Stored(earlier.ToMessage(), IsNew: false, earlier.Withheld)
                : (SendOutcome)new SendOutcome.ClientRefTaken();
        }

        var standing = await connection.QueryFirstAsync<(bool Exists, bool SenderBlocks, bool RecipientBlocks)>(
            """
            SELECT EXISTS (SELECT 1 FROM accounts WHERE id = @recipient AND deleted = 0),
                   EXISTS (SELECT 1 FROM blocks WHERE blocker_id = @sender AND blocked_id = @recipient),
                   EXISTS (SELECT 1 FROM blocks WHERE blocker_id = @recipient AND blocked_id = @sender)
            """,
            new { sender, recipient });
        if (!standing.Exists)
        {
            return new SendOutcome.UnknownRecipient();
        }

        if (standing.SenderBlocks)
        {
            return new SendOutcome.RecipientBlocked();
        }

        MessageRow row = await InsertAsync(connection, sender, recipient, text, clientRef, standing.RecipientBlocks);
        return new SendOutcome.Stored(row.ToMessage(), IsNew: true, row.Withheld);
    });

    /// <summary>The messages between two accounts that <paramref name="reader"/> may see, newest first.</summary>
    public Task<Page<Message>> ListAsync(string reader, string peer, PageCursor before, int limit) => database.ReadAsync(async connection =>
    {
        List<MessageRow> rows = (await connection.QueryAsync<MessageRow>(
            $"""
            SELECT {MessageRow.Columns} FROM messages m
            WHERE m.conversation = @Conversation AND (m.sender_id = @Reader OR m.withheld = 0)
              AND (m.sent_at, m.id) < (@Time, @Id)
            ORDER BY m.sent_at DESC, m.id DESC LIMIT @Rows
            """,
            new { Conversation = ConversationKey.Of(reader, peer), Reader = reader, before.Time, before.Id, Rows = limit + 1 })).AsList();
        return Page<MessageRow>.Cut(rows, limit, row => new PageCursor(row.SentAt, row.Id).ToString())
            .Select(row => row.ToMessage().For(reader));
    });

    /// <summary>The account's conversations, the one with the newest message first.</summary>
    public Task<Page<Conversation>> ListConversationsAsync(string reader, PageCursor before, int limit) => database.ReadAsync(async connection =>
    {
        IEnumerable<(Profile With, MessageRow Last, int Unread)> rows = await connection.QueryAsync<Profile, MessageRow, long, (Profile, MessageRow, int)>(
            $"""
            SELECT {ProfileSql.Columns}, {MessageRow.Columns},
                (SELECT COUNT(*) FROM (
                    SELECT 1 FROM messages u
                    WHERE u.conversation = m.conversation AND u.sender_id = c.peer_id AND u.withheld = 0 AND u.sent_at > c.read_until
                    LIMIT {UnreadLimit}) AS counted) AS unread
            FROM conversations c JOIN accounts a ON a.id = c.peer_id JOIN messages m ON m.id = c.last_message_id
            WHERE c.account_id = @Reader AND (c.last_message_at, c.peer_id) < (@Time, @Id)
            ORDER BY c.last_message_at DESC, c.peer_id DESC LIMIT @Rows
            """,
            (profile, message, unread) => (profile, message, (int)unread),
            new { Reader = reader, before.Time, before.Id, Rows = limit + 1 },
            splitOn: "id,unread");
        return Page<(Profile With, MessageRow Last, int Unread)>.Cut(rows.AsList(), limit, row => new PageCursor(row.Last.SentAt, row.With.Id).ToString())
            .Select(row => new Conversation(row.With, row.Last.ToMessage().For(reader), row.Unread));
    });

    /// <summary>Marks all that the peer has written so far as read.</summary>
    public Task MarkReadAsync(string reader, string peer) => database.WriteAsync(connection => connection.ExecuteAsync(
        "UPDATE conversations SET read_until = last_message_at WHERE account_id = @reader AND peer_id = @peer", new { reader, peer }));

    private static async Task<MessageRow?> FindByClientRefAsync(DbConnection connection, string sender, string clientRef) =>
        await connection.QueryFirstOrDefaultAsync<MessageRow>(
            $"SELECT {MessageRow.Columns} FROM messages m WHERE m.sender_id = @sender AND m.client_ref = @clientRef", new { sender, clientRef });

    private async Task<MessageRow> InsertAsync(
        DbConnection connection, string sender, string recipient, string text, string? clientRef, bool withheld)
    {
        string conversation = ConversationKey.Of(sender, recipient);

        // Strictly increasing within the conversation, whatever the clock does: the order of messages and the read mark rest on it.
        long newest = await connection.ExecuteScalarAsync<long>(
            "SELECT COALESCE(MAX(sent_at), 0) FROM messages WHERE conversation = @conversation", new { conversation });
        var row = new MessageRow
        {
            Id = Ids.Message(),
            SenderId = sender,
            RecipientId = recipient,
            Text = text,
            ClientRef = clientRef,
            SentAt = Math.Max(newest + 1, SqlTime.From(clock.GetUtcNow())),
            Withheld = withheld,
        };
        await connection.ExecuteAsync(
            """
            INSERT INTO messages (id, conversation, sender_id, recipient_id, text, client_ref, sent_at, withheld)
            VALUES (@Id, @conversation, @SenderId, @RecipientId, @Text, @ClientRef, @SentAt, @withheldFlag)
            """,
            new { row.Id, conversation, row.SenderId, row.RecipientId, row.Text, row.ClientRef, row.SentAt, withheldFlag = withheld ? 1 : 0 });
        await TouchAsync(connection, sender, recipient, row, readUntil: row.SentAt);
        if (!withheld)
        {
            await TouchAsync(connection, recipient, sender, row, readUntil: null);
        }

        return row;
    }

    // Who writes has read what stands above.
    private static Task<int> TouchAsync(DbConnection connection, string account, string peer, MessageRow row, long? readUntil) =>
        connection.ExecuteAsync(
            $"""
            INSERT INTO conversations (account_id, peer_id, last_message_id, last_message_at, read_until)
            VALUES (@account, @peer, @Id, @SentAt, @read)
            ON CONFLICT (account_id, peer_id) DO UPDATE SET last_message_id = excluded.last_message_id,
                last_message_at = excluded.last_message_at{(readUntil is null ? string.Empty : ", read_until = excluded.read_until")}
            """,
            new { account, peer, row.Id, row.SentAt, read = readUntil ?? 0 });
}
