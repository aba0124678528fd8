using System.Data.Common;
using Dapper;
using Signaling.Accounts;
using Signaling.Social;
using Signaling.Storage;

namespace Signaling.Admin;

/// <summary>Makes, changes and deletes accounts.</summary>
internal sealed class AdminAccountStore(IDatabase database, IdentifierHasher hasher, TimeProvider clock)
{
    private const string Columns = """
        a.id, a.handle, a.display_name, a.premium, a.verified, a.suspended,
        (SELECT COUNT(*) FROM account_identifiers i WHERE i.account_id = a.id) AS identifiers
        """;

    /// <summary>Accounts whose handle or name begins with the text, by handle.</summary>
    public Task<Page<AdminUser>> ListAsync(string prefix, string afterHandle, int limit) => database.ReadAsync(async connection =>
    {
        string from = prefix.ToLowerInvariant();
        IEnumerable<AdminUserRow> rows = await connection.QueryAsync<AdminUserRow>(
            $"""
            SELECT {Columns} FROM accounts a
            WHERE a.deleted = 0 AND a.handle_key > @after
              AND ((a.handle_key >= @from AND a.handle_key < @until) OR (a.name_key >= @from AND a.name_key < @until))
            ORDER BY a.handle_key LIMIT @rows
            """,
            new { from, until = from + "\U0010FFFF", after = afterHandle.ToLowerInvariant(), rows = limit + 1 });
        return Page<AdminUserRow>.Cut(rows.AsList(), limit, row => new PageCursor(0, row.Handle).ToString()).Select(row => row.ToUser());
    });

    /// <summary>Makes an account, or replaces one but for its settings.</summary>
    public Task<AdminOutcome> PutAsync(string id, AdminUserPut put) => database.WriteAsync(async connection =>
    {
        Existing? existing = await FindAsync(connection, id);
        if (existing is { Deleted: true })
        {
            return new AdminOutcome.Refused(AdminRefusal.IdGone);
        }

        return await SaveAsync(connection, id, put with { Identifiers = put.Identifiers ?? [] }, existing);
    });

    /// <summary>Changes parts of an account.</summary>
    public Task<AdminOutcome> PatchAsync(string id, AdminUserPatch patch) => database.WriteAsync(async connection =>
    {
        if (await FindAsync(connection, id) is not { Deleted: false } existing)
        {
            return new AdminOutcome.Refused(AdminRefusal.Unknown);
        }

        var put = new AdminUserPut(
            patch.Handle ?? existing.Handle,
            patch.DisplayName ?? existing.DisplayName,
            patch.Premium ?? existing.Premium,
            patch.Verified ?? existing.Verified,
            patch.Suspended ?? existing.Suspended,
            patch.Identifiers);
        return await SaveAsync(connection, id, put, existing);
    });

    /// <summary>
    /// Deletes an account: all that is its own is erased; what it wrote to others, and calls with them, stays theirs,
    /// without its name. The id is never given again.
    /// </summary>
    /// <returns>False where there is no such account.</returns>
    public Task<bool> DeleteAsync(string id) => database.WriteAsync(async connection => await connection.ExecuteAsync(
        """
        UPDATE accounts SET deleted = 1, handle = 'deleted', handle_key = 'deleted:' || id, display_name = 'Deleted account',
            name_key = '', premium = 0, verified = 0
        WHERE id = @id AND deleted = 0
        """,
        new { id }) > 0 && await EraseAsync(connection, id));

    private static async Task<bool> EraseAsync(DbConnection connection, string id)
    {
        await connection.ExecuteAsync(
            """
            DELETE FROM account_identifiers WHERE account_id = @id;
            DELETE FROM address_book_entries WHERE account_id = @id;
            DELETE FROM address_books WHERE account_id = @id;
            DELETE FROM follows WHERE follower_id = @id OR followee_id = @id;
            DELETE FROM blocks WHERE blocker_id = @id OR blocked_id = @id;
            """,
            new { id });
        return true;
    }

    private async Task<AdminOutcome> SaveAsync(DbConnection connection, string id, AdminUserPut put, Existing? existing)
    {
        string handleKey = put.Handle.ToLowerInvariant();
        string? owner = await connection.QueryFirstOrDefaultAsync<string>(
            "SELECT id FROM accounts WHERE handle_key = @handleKey", new { handleKey });
        if (owner is not null && owner != id)
        {
            return new AdminOutcome.Refused(AdminRefusal.HandleTaken);
        }

        await UpsertAsync(connection, id, put, handleKey);
        if (put.Identifiers is { } identifiers)
        {
            AdminRefusal? refusal = await ReplaceIdentifiersAsync(connection, id, identifiers);
            if (refusal is not null)
            {
                // Takes back the account's change as well: the writer undoes what a failing change did.
                throw new AdminRefusedException(refusal.Value);
            }
        }

        AdminUserRow row = await connection.QueryFirstAsync<AdminUserRow>($"SELECT {Columns} FROM accounts a WHERE a.id = @id", new { id });
        return new AdminOutcome.Saved(row.ToUser(), existing is null);
    }

    private async Task UpsertAsync(DbConnection connection, string id, AdminUserPut put, string handleKey)
    {
        CallSettings settings = CallSettings.Default;
        await connection.ExecuteAsync(
            """
            INSERT INTO accounts (id, handle, handle_key, display_name, name_key, premium, verified, suspended, deleted, calls_enabled,
                audience_contacts, audience_follows, audience_verified, audience_everyone, created_at)
            VALUES (@id, @Handle, @handleKey, @DisplayName, @nameKey, @premium, @verified, @suspended, 0, @enabled,
                @contacts, @follows, @verifiedAudience, @everyone, @now)
            ON CONFLICT (id) DO UPDATE SET handle = excluded.handle, handle_key = excluded.handle_key, display_name = excluded.display_name,
                name_key = excluded.name_key, premium = excluded.premium, verified = excluded.verified, suspended = excluded.suspended
            """,
            new
            {
                id,
                put.Handle,
                handleKey,
                put.DisplayName,
                nameKey = put.DisplayName.ToLowerInvariant(),
                premium = put.Premium ? 1 : 0,
                verified = put.Verified ? 1 : 0,
                suspended = put.Suspended ? 1 : 0,
                enabled = settings.CallsEnabled ? 1 : 0,
                contacts = settings.Audience.Contacts ? 1 : 0,
                follows = settings.Audience.Follows ? 1 : 0,
                verifiedAudience = settings.Audience.Verified ? 1 : 0,
                everyone = settings.Audience.Everyone ? 1 : 0,
                now = SqlTime.From(clock.GetUtcNow()),
            });
    }

    private async Task<AdminRefusal?> ReplaceIdentifiersAsync(DbConnection connection, string id, IReadOnlyList<string> identifiers)
    {
        await connection.ExecuteAsync("DELETE FROM account_identifiers WHERE account_id = @id", new { id });
        foreach (string identifier in identifiers)
        {
            if (hasher.Hash(identifier) is not { } hash)
            {
                return AdminRefusal.IdentifierMalformed;
            }

            await connection.ExecuteAsync(
                "INSERT INTO account_identifiers (hash, account_id) VALUES (@hash, @id) ON CONFLICT (hash) DO NOTHING", new { hash, id });
            string owner = await connection.QueryFirstAsync<string>("SELECT account_id FROM account_identifiers WHERE hash = @hash", new { hash });
            if (owner != id)
            {
                return AdminRefusal.IdentifierTaken;
            }
        }

        return null;
    }

    private static Task<Existing?> FindAsync(DbConnection connection, string id) => connection.QueryFirstOrDefaultAsync<Existing>(
        "SELECT handle, display_name, premium, verified, suspended, deleted FROM accounts WHERE id = @id", new { id });

    private sealed class Existing
    {
        public required string Handle { get; init; }

        public required string DisplayName { get; init; }

        public bool Premium { get; init; }

        public bool Verified { get; init; }

        public bool Suspended { get; init; }

        public bool Deleted { get; init; }
    }
}
